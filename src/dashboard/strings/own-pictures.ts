/** Texts about how a version does on the pictures that its user labelled. */
export const OWN_PICTURES_STRINGS = {
  ownHeading: 'On your own pictures',
  ownAccuracy: '{percent} right',
  ownAccuracyOf: '{right} of {count} labelled {count|picture|pictures} of yours.',
  ownInterval:
    'With so many pictures, anything from {low} to {high} is likely for others of the same kind (95% interval).',
  ownLeaveOneOut:
    'Each picture was judged by a model that had learned from all the others and not from it.',
  ownLeaveOneOutOrHeldOut:
    'No picture was judged by a model that had learned from it: {count} {count|was|were} kept out of training, and for each of the others a model was made without it.',
  ownHeldOut: 'These pictures were kept out of training: the model has never seen them.',
  ownNotJudged:
    '{count} {count|picture is|pictures are} not counted: {count|it|each} is the only one of its class, and without it there is no such class to find.',
  ownMean:
    'Every class counted alike: {percent} (mean of the {count} {count|class|classes} with pictures).',
  ownShort: '{percent} of {count} own {count|picture|pictures} right (likely {low} to {high})',
  ownNone: 'It has not been judged on any picture of yours yet.',
  ownNoneHelp:
    'A class keeps some pictures for that once it has ten or more. Pictures of a test set tell it, too.',
  ownAdvice:
    '{more} more {more|picture|pictures} of {class} would help most: perhaps {points} {points|point|points} more of them right.',
  ownAdviceMeasured:
    'An estimate, from how the errors fall with more pictures (the learning curve below).',
  ownAdviceUsual:
    'An estimate, from how errors usually fall with more pictures; there are too few to measure it here.',
  ownAdviceAdd: 'Add pictures',
  ownAdviceWhy: 'How it does on your pictures',
  ownClasses: 'Your pictures class by class',
  ownClass: 'Class',
  ownLearned: 'Learned from',
  ownFound: 'Recognised',
  ownFoundValue: '{right} of {count}',
  ownShare: 'Share',
  ownLikely: 'Likely',
  ownLikelyValue: '{low} to {high}',
  ownCalled: 'Right when named',
  ownMatrix: 'Your pictures: what is taken for what',
  ownMatrixHelp:
    'Rows: what you called it. Columns: what the model takes it for. Choose a number to see the pictures.',
  ownExamplesWrong: '{truth} taken for {predicted}',
  ownExamplesRight: '{truth}, recognised',
  ownExamplesSome:
    '{shown} of {count} {count|picture|pictures}, those first that the model is surest about.',
  ownExamplesGone: 'These pictures have been deleted since.',
  ownExampleAlt: '{file}: {truth} taken for {predicted}',
  ownCurve: 'What more pictures bring',
} as const;
