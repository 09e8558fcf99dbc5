/** A version on disk cannot be served. The message names the version and the file, never a path. */
export class BrokenVersionError extends Error {
  override readonly name = 'BrokenVersionError';

  constructor(
    readonly version: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`Model version ${JSON.stringify(version)} is broken: ${reason}`, options);
  }
}

/** There is no version to serve. */
export class NoModelError extends Error {
  override readonly name = 'NoModelError';
}

/** Versions are immutable: a name that is taken cannot be written again. */
export class VersionExistsError extends Error {
  override readonly name = 'VersionExistsError';

  constructor(readonly version: string) {
    super(`Model version ${JSON.stringify(version)} exists already`);
  }
}

/** The disk does not take a version, for want of room or of the right to write; nothing is left. */
export class VersionNotWrittenError extends Error {
  override readonly name = 'VersionNotWrittenError';

  constructor(
    readonly version: string,
    cause: Error,
  ) {
    super(
      `Model version ${JSON.stringify(version)} cannot be written (${cause.message}); ` +
        'nothing of it is left, and every other version is as it was',
      { cause },
    );
  }
}
