import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WorkerEntry } from '../../src/config/worker-entry';

/**
 * Threads and child processes of the tests run what `npm run build` compiled: from source, each of
 * them would load a compiler first, which takes longer than most tests. The global set-up builds
 * where that is needed, so that both are the same code; what lies outside `src` runs from source.
 */
jest.mock('../../src/config/worker-entry', () => {
  const actual = jest.requireActual<{
    workerEntry: (folder: string, name: string) => WorkerEntry;
  }>('../../src/config/worker-entry');
  const root = path.join(__dirname, '..', '..');
  return {
    workerEntry(folder: string, name: string): WorkerEntry {
      const below = path.relative(path.join(root, 'src'), folder);
      const file = path.join(root, 'dist', below, `${name}.js`);
      const isCompiled = !below.startsWith('..') && existsSync(file);
      return isCompiled ? { file, execArgv: [] } : actual.workerEntry(folder, name);
    },
  };
});
