/** The images to judge by are not there; the message says what to do about it. */
export class NoEvaluationDataError extends Error {
  override readonly name = 'NoEvaluationDataError';
}

/** A version to be judged is not there, or its files are not what they were. */
export class UnusableVersionError extends Error {
  override readonly name = 'UnusableVersionError';
}

/** Another evaluation runs, and one at a time is enough. */
export class EvaluationBusyError extends Error {
  override readonly name = 'EvaluationBusyError';

  constructor() {
    super('Another evaluation is running');
  }
}

/** The evaluation took longer than it may. */
export class EvaluationTimeoutError extends Error {
  override readonly name = 'EvaluationTimeoutError';

  constructor(timeoutMs: number) {
    super(`the evaluation took longer than ${timeoutMs} ms`);
  }
}

/** The evaluation went wrong; what is in the message is for the log. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
