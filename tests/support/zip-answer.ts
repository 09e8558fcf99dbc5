import yauzl from 'yauzl';
import type { StartedApplication } from './start-application';

type Request = ReturnType<StartedApplication['api']['get']>;

/** Asks for a file, whose bytes are the body of the answer. */
export function asBytes(request: Request): Request {
  return request.buffer(true).parse((res, done) => {
    const pieces: Buffer[] = [];
    res.on('data', (piece: Buffer) => pieces.push(piece));
    res.on('end', () => done(null, Buffer.concat(pieces)));
  });
}

/** The files of a zip archive, by name. */
export async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const archive = await yauzl.fromBufferPromise(bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await archive.openReadStreamPromise(entry)) {
      pieces.push(piece as Buffer);
    }
    files.set(entry.fileName, Buffer.concat(pieces));
  }
  return files;
}
