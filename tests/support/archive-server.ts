import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a made-up download server treats one request, or all of them. */
export interface ServerManners {
  /** Body bytes after which it sends no more; it hangs up when the client has them. */
  readonly breaksOffAfter?: number;
  readonly ignoresRanges?: boolean;
  /** Sends another range than the one that was asked for. */
  readonly sendsWrongRange?: boolean;
  readonly etag?: string;
  readonly status?: number;
}

export interface ArchiveServer {
  readonly url: URL;
  /** The Range header of each request so far. */
  readonly ranges: (string | undefined)[];
  /**
   * Tells how much of the file the client has, so that a connection breaks only then: what a
   * client has received and not yet read is lost with the connection.
   */
  readonly clientHas: (bytes: number) => void;
  readonly close: () => Promise<void>;
}

/**
 * Serves one file on a free local port, with ranges, `If-Range` and an ETag, as well or as badly
 * as it is told to.
 *
 * @param manners of each request in turn; the last goes on for ever
 */
export async function serveArchive(
  content: Buffer,
  manners: readonly ServerManners[] = [{}],
): Promise<ArchiveServer> {
  const ranges: (string | undefined)[] = [];
  let hanging: Hanging | undefined;
  const server = createServer((request, response) => {
    const turn = Math.min(ranges.length, manners.length - 1);
    ranges.push(request.headers.range);
    hanging = answer(request, response, content, manners[turn] ?? {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/cifar-10-binary.tar.gz`),
    ranges,
    clientHas: (bytes) => {
      if (bytes === hanging?.sentUpTo) hanging.response.destroy();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Hanging {
  readonly response: ServerResponse;
  /** The position in the file behind the last byte that was sent. */
  readonly sentUpTo: number;
}

function answer(
  { headers }: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  { breaksOffAfter, ignoresRanges, sendsWrongRange, etag = '"one"', status }: ServerManners,
): Hanging | undefined {
  if (status !== undefined) {
    response.writeHead(status).end();
    return undefined;
  }
  const wanted = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  const inRange = wanted !== undefined && ignoresRanges !== true && headers['if-range'] === etag;
  const start = inRange ? Number(wanted) + (sendsWrongRange === true ? 1 : 0) : 0;
  if (start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return undefined;
  }
  const body = content.subarray(start);
  response.writeHead(inRange ? 206 : 200, {
    etag,
    'content-length': body.length,
    ...(inRange && {
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
    }),
  });
  if (breaksOffAfter === undefined) {
    response.end(body);
    return undefined;
  }
  response.write(body.subarray(0, breaksOffAfter));
  return { response, sentUpTo: start + breaksOffAfter };
}
