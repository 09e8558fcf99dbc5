/** Texts of the page about drift. */
export const DRIFT_STRINGS = {
  driftHeading: 'Drift',
  driftOf: 'What {version} is shown',
  driftVersion: 'Version',
  driftShow: 'Show',
  driftSince: 'It began at {time}.',
  driftCompared:
    'Compared with {count} {count|picture|pictures} that it had not learned from, of which it gets {accuracy} right.',
  driftHelp:
    'A window is closed after {count} {count|picture|pictures}, or after {hours} {hours|hour|hours}. One that is far off, or two in a row, begin drift; two that look as they should end it.',
  driftComparing:
    'What the version knows is being compared. That takes a few seconds the first time after a start; this page shows it as soon as it is known.',
  driftNone: 'No window of pictures has been closed yet.',
  driftEstimate: 'Right, as estimated without labels',
  driftEstimateRange: 'likely {low} to {high}; by the mean confidence {other}',
  driftFeedback: 'Right, by feedback',
  driftFeedbackNone: 'nobody has judged a prediction of this window',
  driftFeedbackCount: 'of {count} {count|prediction|predictions} that people judged',
  driftPictures: 'Pictures in the last window',
  driftUncertain: '{count} looked like none of the classes',
  driftCharts: 'Over time',
  driftWindow: '{from}, {count} {count|picture|pictures}',
  driftFigures: 'Figures of the last window',
  driftDetails: 'The last window in detail',
  driftSignal: 'What is compared',
  driftUnlike: 'Of what chance explains',
  driftVerdict: 'Verdict',
  driftDiffers: 'differs',
  driftSame: 'as it should be',
  driftUnknown: 'cannot be said',
  driftStrangest: 'Most unlike what it learned',
  driftStrangestHelp:
    'The strangest pictures of the last windows, as far as pictures are kept. Labelling them teaches most.',
  driftStrangestAlt: 'Predicted: {class}',
} as const;
