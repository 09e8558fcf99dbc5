import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps texts that have to be read again, so that a copy of the database alone gives none of them away:
 * AES-256-GCM with a key that is derived from a secret of the service.
 *
 * @example
 * const box = new SecretBox(serviceSecret);
 * box.open(box.seal('text', 'owner'), 'owner'); // 'text'
 */
export class SecretBox {
  readonly #key: Buffer;

  /** @param serviceSecret at least 32 unguessable characters */
  constructor(serviceSecret: string) {
    const purpose = 'signing secrets of keys, version 1';
    this.#key = Buffer.from(hkdfSync('sha256', serviceSecret, '', purpose, KEY_BYTES));
  }

  /** @param owner whose text it is: nobody else's opens by putting it in its place */
  seal(text: string, owner: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @throws {SealBrokenError} when it was sealed with another secret, for another owner, or changed */
  open(sealed: string, owner: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(owner))
        .setAuthTag(tag);
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SealBrokenError(
        'a signing secret cannot be read: the service has another SIGNING_SECRET than when it was made',
        { cause },
      );
    }
  }
}

/** What was sealed cannot be opened. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}
