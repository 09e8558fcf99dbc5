import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { HttpError } from '../errors/http-error';
import { unauthenticated } from '../errors/unauthenticated';

/** The body that the sender of a request has signed, hashed while it is received. */
export class PromisedContent {
  readonly #promised: string;
  readonly #hash = createHash('sha256');

  /** @param promised SHA-256 of the body as it is sent, hexadecimal in lower case */
  constructor(promised: string) {
    this.#promised = promised;
  }

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  /** Asked once, when all of the body has arrived, it says what is wrong with it, if anything is. */
  problem(): HttpError | undefined {
    if (this.#hash.digest('hex') === this.#promised) return undefined;
    return unauthenticated('The body is another one than the one that was signed.', true);
  }
}

const promises = new WeakMap<Request, PromisedContent>();

/** Whatever reads the body of the request after this call takes no other one than the promised. */
export function promiseContent(req: Request, hash: string): void {
  promises.set(req, new PromisedContent(hash));
}

/** @returns undefined for a request whose body nobody has signed */
export function promisedContent(req: Request): PromisedContent | undefined {
  return promises.get(req);
}
