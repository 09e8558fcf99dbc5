import { fetch } from 'undici';
import { isLoopback } from '../../config/loopback';
import { proxies } from '../../config/proxies';
import { IssuerUnreachableError } from './oidc-errors';

/** The part of `fetch` that the library of OpenID Connect uses. */
export interface IssuerRequestOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export type IssuerRequest = (url: string, options: IssuerRequestOptions) => Promise<Response>;

const TIMEOUT_MS = 5000;
const MAX_BYTES = 1024 * 1024;
/** `Response` takes no body with these. */
const BODILESS = new Set([204, 205, 304]);

/**
 * Asks an identity provider: over https alone, or on this machine where the provider itself is here,
 * through the proxies of the environment, without following redirects, for a few seconds and a
 * megabyte at most.
 *
 * @throws {IssuerUnreachableError} when it does not answer, or is in trouble
 */
export function issuerRequest(issuer: URL): IssuerRequest {
  const dispatcher = proxies();
  const isLocal = issuer.protocol === 'http:';
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const staysHere = isLocal && url.protocol === 'http:' && isLoopback(host);
    if (url.protocol !== 'https:' && !staysHere) {
      throw new IssuerUnreachableError(
        `the identity provider names ${url.protocol}//${url.host}, where nothing is sent in clear`,
      );
    }
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const answer = await fetch(url, {
        method,
        headers,
        body: textOf(body),
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(dispatcher && { dispatcher }),
      });
      const bytes = await bytesOf(answer.body);
      if (answer.status >= 500) {
        throw new IssuerUnreachableError(`${url.host} answers with ${answer.status}`);
      }
      const type = answer.headers.get('content-type');
      return new Response(BODILESS.has(answer.status) ? null : bytes, {
        status: answer.status,
        headers: type === null ? {} : { 'content-type': type },
      });
    } catch (cause) {
      if (cause instanceof IssuerUnreachableError) throw cause;
      throw new IssuerUnreachableError(`${url.host} does not answer`, { cause });
    }
  };
}

function textOf(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error('an identity provider is sent text alone');
}

async function bytesOf(body: AsyncIterable<Uint8Array> | null): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new IssuerUnreachableError('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
