/** There is no version of this name. */
export class NoSuchVersionError extends Error {
  override readonly name = 'NoSuchVersionError';

  constructor(readonly version: string) {
    super(`There is no model version ${JSON.stringify(version)}`);
  }
}

/** No version that was active before is still there. */
export class NothingToRollBackError extends Error {
  override readonly name = 'NothingToRollBackError';

  constructor() {
    super('No other version was active before, or none of those is still there');
  }
}

/** The first version is not loaded yet. */
export class ModelNotLoadedError extends Error {
  override readonly name = 'ModelNotLoadedError';

  constructor() {
    super('The model is still loading');
  }
}
