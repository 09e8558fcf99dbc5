import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const ESLINT = path.join(path.dirname(require.resolve('eslint/package.json')), 'bin', 'eslint.js');

/** Lints this text as if it were that file, and returns what the import-boundary rules say. */
function lint(file: string, lines: readonly string[]): string[] {
  const args = [ESLINT, '--format=json', '--stdin', `--stdin-filename=${file}`];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    input: `${lines.join('\n')}\n`,
  });
  const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string; line: number }[] }];
  return result.messages
    .filter(({ ruleId }) => ruleId.startsWith('boundaries/'))
    .map(({ line }) => lines[line - 1]!);
}

describe('the import-boundary rule', () => {
  it('lets a room import what it stands on, and nothing else, however it is written', () => {
    const allowed = [
      "import { CIFAR10_CLASSES } from '../config/cifar10';",
      "import { Batcher } from './batcher';",
      "import { Readable } from 'node:stream';",
    ];
    const forbidden = [
      "import { RECIPE } from '../training/recipe';",
      "import type { Recipe } from '../training/recipe';",
      "export * from '../http/http-error';",
      "export const later = import('../store/cursor');",
      "export { SAMPLES } from '../support/colour-png';",
    ];
    expect(lint('src/inference/engine.ts', [...allowed, ...forbidden])).toEqual(forbidden);
  });
});
