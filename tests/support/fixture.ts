import { readFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = path.join(__dirname, '..', 'fixtures', 'pictures');

/** A picture that nothing installed here can write; `README.md` beside them says how it was made. */
export function fixture(name: string): Promise<Buffer> {
  return readFile(path.join(FOLDER, name));
}
