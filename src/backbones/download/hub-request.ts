import { fetch } from 'undici';
import { proxies } from '../../config/proxies';
import type { AnswerHeaders, DownloadRequest } from '../../dataset/collections/download-options';
import { DownloadError } from '../../dataset/collections/download-error';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface HubAccess {
  /** Address of the hub. */
  readonly endpoint: string;
  /** Sent to the endpoint alone; empty where there is none. */
  readonly token: string;
  /** Told the headers of each answer of the endpoint itself, which may be a redirect. */
  readonly onAnswer?: (headers: AnswerHeaders) => void;
}

/**
 * Asks as `fetch` does, with a token for the hub, through the proxies of the environment. Redirects
 * are followed by hand: to http and https only, never from https to http, and without the token
 * where they lead elsewhere.
 */
export function hubRequest({ endpoint, token, onAnswer }: HubAccess): DownloadRequest {
  const home = new URL(endpoint).origin;
  const dispatcher = proxies();
  return async (start, { headers, signal }) => {
    let url = start;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const isHome = url.origin === home;
      const answer = await fetch(url, {
        headers:
          isHome && token !== '' ? { ...headers, authorization: `Bearer ${token}` } : headers,
        signal,
        redirect: 'manual',
        ...(dispatcher && { dispatcher }),
      });
      if (isHome) onAnswer?.(answer.headers);
      const location = answer.headers.get('location');
      if (!REDIRECTS.has(answer.status) || location === null) return answer;
      await answer.body?.cancel();
      url = follow(url, location);
    }
    throw new DownloadError(`${start.host} redirects more than ${MOST_REDIRECTS} times.`);
  };
}

function follow(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isWeb =
    to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
  if (to !== undefined && isWeb && to.username === '' && to.password === '') return to;
  const where = to === undefined ? 'nowhere' : `to ${to.protocol}//${to.host}`;
  throw new DownloadError(`${from.host} redirects ${where}, which is not followed.`);
}
