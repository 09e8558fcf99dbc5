/**
 * Every text of the pages, in one place. `{name}` is filled in by the page or by its scripts.
 */
export const STRINGS = {
  title: 'Image classification',
  skip: 'Skip to the predictor',
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

  predictHeading: 'What is it?',
  predictIntro: 'Drop pictures here, paste them, or',
  choose: 'choose pictures',
  chooseHint: '{formats} · up to {size} each · one, many, or a folder',
  dropNow: 'Let go to ask the model',
  noScript:
    'Without JavaScript, choose one picture and send it: the answer comes as JSON. The numbers and tables of this page work as they are.',
  send: 'Send',
  classesHeading: 'It knows {count} classes, and takes every picture for one of them',

  answerHeading: 'Answer',
  answerEmpty: 'The answer will be here: the likeliest class, and how likely the others are.',
  asking: 'Asking the model …',
  resultAnnounce: '{class}, {percent} confident',
  resultFacts: '{ms} ms · model {version}',
  guess: 'Only a guess: the other classes together are likelier.',
  networkView: 'As the network sees it: 32\u00a0×\u00a032\u00a0pixels',
  allClasses: 'Probability of each class',
  again: 'Try again',
  againIn: 'Try again in {seconds} s',
  continuesIn: 'Goes on in {seconds} s',
  previewOf: 'Preview of {file}',

  batchHeading: 'Answers',
  batchStop: 'Stop',
  batchProgress: '{done} of {total} pictures answered',
  batchDone: '{good} answered, {bad} refused',
  batchDoneAll: 'All {good} answered',
  batchStopped: 'Stopped: {good} answered, {bad} refused, {left} not asked',

  curlHeading: 'The same from a shell',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select the line and copy it by hand',

  latestHeading: 'Latest predictions',
  latestEmpty: 'Nothing yet. The first answer will appear here, and stay after a restart.',
  latestTable: 'Table of the latest predictions, scrolls sideways',
  columnTime: 'When',
  columnFile: 'Picture',
  columnClass: 'Class',
  columnConfidence: 'Confidence',
  columnDuration: 'Took',
  columnVersion: 'Model',

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

export type StringName = keyof typeof STRINGS;

/**
 * A text with its gaps filled.
 *
 * @throws {Error} when a gap has no value, so that none is ever shown
 */
export function text(
  name: StringName,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return STRINGS[name].replace(/\{(\w+)\}/g, (_, gap: string) => {
    const value = values[gap];
    if (value === undefined) throw new Error(`the text ${name} needs a value for ${gap}`);
    return String(value);
  });
}
