import { checksumOf, randomText } from './secret-text';

/** Secret scanners find keys in code and logs by it. */
export const KEY_PREFIX = 'mlk_';

const KEY = /^mlk_([0-9A-Za-z]{8})_[0-9A-Za-z]{32}_([0-9A-Za-z]{6})$/;
const CHECKSUM_LENGTH = 6;

export interface KeyText {
  readonly id: string;
  /** The whole key: `mlk_<id>_<secret>_<checksum>`. */
  readonly text: string;
}

/** A new key; the secret in it has 190 bits. */
export function newKeyText(): KeyText {
  const id = randomText(8);
  const start = `${KEY_PREFIX}${id}_${randomText(32)}_`;
  return { id, text: start + checksumOf(start) };
}

/** @returns the id in a key; undefined for what is none, by its form or its checksum */
export function idInKey(text: string): string | undefined {
  const [, id, checksum] = KEY.exec(text) ?? [];
  return checksum === checksumOf(text.slice(0, -CHECKSUM_LENGTH)) ? id : undefined;
}
