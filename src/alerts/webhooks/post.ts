import { request as requestByHttp, type RequestOptions } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Address } from './allowed-hosts';

export interface PostOptions {
  readonly url: URL;
  /** Where the connection goes, whatever the name of the host means by then. */
  readonly address: Address;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/**
 * Posts a body. Redirects are not followed, and nothing of the answer is read but its status.
 *
 * @returns the status
 * @throws {Error} when there is none in time
 */
export function post({ url, address, headers, body, timeoutMs }: PostOptions): Promise<number> {
  const lookup: LookupFunction = (_host, options, found) => {
    if (options.all === true) found(null, [{ ...address }]);
    else found(null, address.address, address.family);
  };
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    lookup,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'mlops-image-classification',
      Connection: 'close',
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const asked =
      url.protocol === 'https:' ? requestByHttps(url, options) : requestByHttp(url, options);
    asked.on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      // What a receiver has to say could be of any length, and is shown to nobody.
      answer.destroy();
    });
    // Destroying the answer ends the request with an error that nobody waits for any more.
    asked.on('error', reject);
    asked.end(body);
  });
}
