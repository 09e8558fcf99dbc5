import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream';
import type { StorageEngine } from 'multer';

/**
 * Streams files into a folder that is there, under names of their own: `0`, `1`, … Removing them is
 * the business of whoever made the folder.
 */
export function diskStorage(folder: string): StorageEngine {
  let files = 0;
  return {
    _handleFile(_req, file, done) {
      const target = path.join(folder, String(files++));
      const writing = createWriteStream(target, { flags: 'wx' });
      pipeline(file.stream, writing, (error) => {
        if (error) done(error);
        else done(null, { path: target, size: writing.bytesWritten });
      });
    },
    _removeFile(_req, _file, done) {
      done(null);
    },
  };
}
