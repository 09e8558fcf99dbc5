const START = 'http://this.invalid';
/** No browser takes a longer address, nor does the service. */
const MAX_LENGTH = 2000;

/** Where to go after signing in: a path of this service, whatever was asked for. */
export function returnPath(asked: string | null | undefined): string {
  if (typeof asked !== 'string' || asked.length > MAX_LENGTH || !asked.startsWith('/')) return '/';
  if (!URL.canParse(asked, START)) return '/';
  // Browsers read `//host`, `/\host` and `/<tab>/host` as another site, and so does this.
  const { origin, pathname, search } = new URL(asked, START);
  const isOwn = origin === START && !pathname.startsWith('//');
  return isOwn && !pathname.startsWith('/login') ? pathname + search : '/';
}
