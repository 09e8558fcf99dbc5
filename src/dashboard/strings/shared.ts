/** Texts that every page may show. */
export const SHARED_STRINGS = {
  title: 'Image classification',
  pageTitle: '{page} · {title}',
  navLabel: 'Pages',
  navOverview: 'Overview',
  navPredict: 'Predict',
  navData: 'Data',
  navTrain: 'Train',
  navSystem: 'System',
  skip: 'Skip to the content',
  themeToDark: 'Switch to the dark theme',
  themeToLight: 'Switch to the light theme',

  statusHeading: 'The service now',
  statusHealthy: 'Ready',
  statusLoading: 'Loading the model',
  statusLoadingHelp: 'Ask as soon as it is loaded; this page notices by itself.',
  modelVersion: 'Model in service',
  accuracyTest: '{percent} correct on {count} test images',
  accuracyValidation: '{percent} correct on {count} validation images',
  uptime: 'Running for',
  uptimeSince: 'since {time}',
  predictions: 'Predictions',
  predictionsHelp: 'in all, restarts included',
  confidence: 'Average confidence',
  confidenceHelp: 'over all predictions',
  none: '–',

  errorOffline:
    'The service does not answer. Check that it runs and that you are connected, then try again.',
  errorBusy: '{reason} What you chose stays here.',
  errorLimit: 'That was more than the limit allows: it asks for a wait of {seconds} s.',
  errorTooLarge:
    'The file has {size}; at most {limit} are accepted. Choose a smaller one, or save it smaller.',
  errorFile: '{reason} Choose another picture.',
  errorServer: 'Something went wrong in the service. Its log has the details under {id}.',
  errorStatus: 'The service answered with status {status}.',

  justNow: 'just now',
  minutesAgo: '{n} min ago',
  hoursAgo: '{n} h ago',
  daysAgo: '{n} d ago',

  footer: 'Version {version}',
  footerHistory: 'History as JSON',
  footerModel: 'Model as JSON',
  footerStatistics: 'Statistics as JSON',
} as const;
