import type { StorageEngine } from 'multer';

/** What a file over the limit is stored as; its `size` still tells how large it was. */
const DROPPED = Buffer.alloc(0);

/**
 * Keeps files in memory, up to a size each. A larger file is read to its end and dropped instead
 * of failing the request, so that in a batch it fails only itself.
 */
export function boundedMemoryStorage(maxFileBytes: number): StorageEngine {
  return {
    _handleFile(_req, file, done) {
      let chunks: Buffer[] = [];
      let size = 0;
      file.stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxFileBytes) chunks.push(chunk);
        else chunks = [];
      });
      file.stream.once('error', (error) => done(error));
      file.stream.once('end', () => {
        done(null, { size, buffer: size > maxFileBytes ? DROPPED : Buffer.concat(chunks, size) });
      });
    },
    _removeFile(_req, _file, done) {
      done(null);
    },
  };
}
