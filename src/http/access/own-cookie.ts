import type { Request, Response } from 'express';

/** Secrets that a browser keeps: 43 letters and digits, 256 bits. */
const SECRET = /^[0-9A-Za-z]{43}$/;

/**
 * A cookie of this service alone. Where TLS protects it, the browser takes it from this host alone and
 * sends it over TLS alone (`__Host-`). Names are different, so that a cookie of the one kind never
 * counts as the other.
 */
export class OwnCookie {
  readonly #name: string;
  readonly #maxAgeMs: number | undefined;

  /** @param maxAgeMs how long the browser keeps it; undefined: until it is closed */
  constructor(name: string, maxAgeMs?: number) {
    this.#name = name;
    this.#maxAgeMs = maxAgeMs;
  }

  /** @returns undefined when the browser keeps none, or one that is not of our form */
  read(req: Request): string | undefined {
    const start = `${this.#nameFor(req)}=`;
    const found = (req.get('Cookie') ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(start))
      .map((pair) => pair.slice(start.length));
    // Two of one name: another site of the same domain may have set one of them.
    const [secret] = found;
    return found.length === 1 && secret !== undefined && SECRET.test(secret) ? secret : undefined;
  }

  keep(req: Request, res: Response, secret: string): void {
    const maxAge = this.#maxAgeMs;
    res.cookie(this.#nameFor(req), secret, {
      ...optionsFor(req),
      ...(maxAge !== undefined && { maxAge }),
    });
  }

  drop(req: Request, res: Response): void {
    res.clearCookie(this.#nameFor(req), optionsFor(req));
  }

  #nameFor(req: Request): string {
    return req.secure ? `__Host-${this.#name}` : this.#name;
  }
}

function optionsFor(req: Request): {
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly path: '/';
  readonly secure: boolean;
} {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: req.secure };
}
