import type { Request, Response } from 'express';

/**
 * Where TLS protects it, the browser takes the cookie from this host alone and sends it over TLS alone
 * (`__Host-`). Names are different, so that a cookie of the one kind never counts as the other.
 */
const SECURE_NAME = '__Host-mlk_session';
const PLAIN_NAME = 'mlk_session';

const TOKEN = /^[0-9A-Za-z]{43}$/;

/** @returns what the browser keeps of a session; undefined when it keeps none, or not of our form */
export function sessionToken(req: Request): string | undefined {
  const name = nameFor(req);
  const found = (req.get('Cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  // Two of one name: another site of the same domain may have set one of them.
  const [token] = found;
  return found.length === 1 && token !== undefined && TOKEN.test(token) ? token : undefined;
}

/** The browser keeps it until it is closed; the service decides how long it counts. */
export function keepSession(req: Request, res: Response, token: string): void {
  res.cookie(nameFor(req), token, { ...optionsFor(req) });
}

export function dropSession(req: Request, res: Response): void {
  res.clearCookie(nameFor(req), optionsFor(req));
}

function nameFor(req: Request): string {
  return req.secure ? SECURE_NAME : PLAIN_NAME;
}

function optionsFor(req: Request): {
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly path: '/';
  readonly secure: boolean;
} {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: req.secure };
}
