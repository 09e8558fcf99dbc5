import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Too many passwords are being checked. */
export class PasswordsBusyError extends Error {
  override readonly name = 'PasswordsBusyError';
}

/** 32 MiB and about a tenth of a second a password (OWASP's cheat sheet on password storage). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
const HASH_BYTES = 32;
/** Each takes a thread that pictures are decoded in as well. */
const AT_ONCE = 1;
const MAX_WAITING = 20;

const HASH = /^scrypt:(\d{1,2}):(\d{1,2}):(\d{1,2}):([\w-]{8,64}):([\w-]{8,128})$/;

export const MIN_PASSWORD_LENGTH = 12;
const MAX_PASSWORD_LENGTH = 200;
const MIN_DIFFERENT_CHARACTERS = 5;
/** What lists of passwords in use begin with: words, rows of the keyboard, counting. */
const TRIED_FIRST =
  /p[a@]ss ?w[o0]rd|qwert[yz](uiop)?|asdfgh(jkl)?|[zy]xcvbnm?|admin(istrator)?|root|user|guest|login|welcome|letmein|changeme|iloveyou|abc(def)?|secret|test|\d+/gi;
/** Characters beside those. */
const MIN_OWN_CHARACTERS = 6;

/** @returns why a password will not do, as a sentence; undefined for one that will */
export function passwordProblem(password: string, name: string): string | undefined {
  if (password.length < MIN_PASSWORD_LENGTH) {
    return `A password has at least ${MIN_PASSWORD_LENGTH} characters.`;
  }
  if (password.length > MAX_PASSWORD_LENGTH) {
    return `A password has at most ${MAX_PASSWORD_LENGTH} characters.`;
  }
  if (new Set(password).size < MIN_DIFFERENT_CHARACTERS) {
    return 'This password is too easy to guess: it repeats few characters.';
  }
  if (password.replaceAll(TRIED_FIRST, '').length < MIN_OWN_CHARACTERS) {
    return 'This password is too easy to guess: it is made of what everybody tries first.';
  }
  const isName = password.toLowerCase().split(name.toLowerCase()).join('').length < 6;
  return isName
    ? 'This password is too easy to guess: it is hardly more than the name.'
    : undefined;
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** Hashes and checks passwords, a few at a time. */
export class Passwords {
  readonly #maxWaiting: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** The hash of a password that nobody has, checked for names that nobody has, so that both take as long. */
  #nobodys: Promise<string> | undefined;

  /** @param maxWaiting that wait for their turn */
  constructor({ maxWaiting = MAX_WAITING }: { readonly maxWaiting?: number } = {}) {
    this.#maxWaiting = maxWaiting;
  }

  /** @throws {PasswordsBusyError} */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const hash = await this.#derived(password, salt, COST);
    const { N, r, p } = COST;
    const parameters = [Math.log2(N), r, p].join(':');
    return `scrypt:${parameters}:${salt.toString('base64url')}:${hash.toString('base64url')}`;
  }

  /**
   * @param hash undefined where there is nobody: it takes as long, and does not match
   * @throws {PasswordsBusyError}
   */
  async matches(password: string, hash: string | null | undefined): Promise<boolean> {
    this.#nobodys ??= this.hash(randomBytes(16).toString('hex'));
    const [, log2N, r, p, salt, expected] = HASH.exec(hash ?? (await this.#nobodys)) ?? [];
    if (salt === undefined || expected === undefined) {
      throw new Error('a password hash in the database cannot be read');
    }
    const cost = { N: 2 ** Number(log2N), r: Number(r), p: Number(p) };
    const given = await this.#derived(password, Buffer.from(salt, 'base64url'), cost);
    const isSame = timingSafeEqual(given, Buffer.from(expected, 'base64url'));
    return isSame && typeof hash === 'string';
  }

  async #derived(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
    // Different ways to type the same letter give one password.
    const text = password.normalize('NFC');
    await this.#enter();
    try {
      return await derive(text, salt, HASH_BYTES, { ...cost, maxmem: MAX_MEMORY_BYTES });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= this.#maxWaiting) {
        throw new PasswordsBusyError('too many people sign in at this moment');
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
  }
}
