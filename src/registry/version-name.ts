const VERSION_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Lies among the versions and holds the networks that they stand on. */
export const BACKBONE_FOLDER = 'backbones';

/** What a backbone can be called: a folder's name too. */
export const BACKBONE_NAME = VERSION_NAME;

/**
 * Whether a text can name a version. A name is a folder's name, so it holds no separator and does
 * not start with a dot, which marks a version that is still being written.
 */
export function isVersionName(text: string): boolean {
  return VERSION_NAME.test(text) && text !== BACKBONE_FOLDER;
}
