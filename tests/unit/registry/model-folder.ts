import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives each test of the file an empty folder of model versions. */
export function useModelFolder(): () => string {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'models-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  return () => folder;
}
