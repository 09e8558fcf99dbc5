/** The queue has no room for the request; trying again shortly may succeed. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
}

/** The result did not come within the time a request may take. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The classifier has been closed and takes no more requests. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor(message = 'the classifier is closed', options?: ErrorOptions) {
    super(message, options);
  }
}

/** An engine failed: its graph does not load, a run went wrong, or its thread ended. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** A version cannot be made to answer: no engine runs its graph, or its head does not fit. */
export class UnrunnableVersionError extends EngineError {}
