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

/** Another version was made active than the one to be taken over from. */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';

  constructor(readonly active: string) {
    super(`${active} was made active in the meantime`);
  }
}

/** MODEL_VERSION keeps this instance at one version. */
export class PinnedError extends Error {
  override readonly name = 'PinnedError';

  constructor(readonly version: string) {
    super(
      `MODEL_VERSION pins this instance to ${version}; promote at an instance without MODEL_VERSION, ` +
        'or start this one without it',
    );
  }
}
