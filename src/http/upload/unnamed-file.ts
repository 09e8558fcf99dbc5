import { open } from 'node:fs/promises';

/** Enough of a file to tell bytes from text. */
const HEAD_BYTES = 512;

/** The name that a file without one is given on its way through the parser. */
export const UNNAMED_FILE = 'unnamed';

/**
 * Whether a part without a file name is a file after all. Browsers send an empty one for a field in
 * which nobody chose a file, and a text may stand where the file should be. Pictures and archives
 * of every accepted format have a zero byte near their beginning, which no text has.
 *
 * @param file its bytes, or the path of a file that holds them
 */
export async function isFile(file: Buffer | string): Promise<boolean> {
  const head = typeof file === 'string' ? await headOf(file) : file.subarray(0, HEAD_BYTES);
  return head.includes(0);
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
