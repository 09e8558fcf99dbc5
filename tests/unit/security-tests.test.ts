import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const DOCUMENT = path.join(__dirname, '..', '..', 'docs', 'security-tests.md');
/** | what | where | what happened | [file](path) | name | */
const ROW = /^\|([^|]*)\|[^|]*\|[^|]*\| \[[^\]]*\]\(([^)]*)\)\s*\|([^|]*)\|$/gm;

const rows = [...readFileSync(DOCUMENT, 'utf8').matchAll(ROW)].map(
  ([, what, file, name]) => [what!.trim(), file!, name!.trim()] as const,
);

it('are written down for each hole of the peers', () => {
  expect(rows.length).toBeGreaterThanOrEqual(27);
  expect(new Set(rows.map(([what]) => what)).size).toBe(rows.length);
});

it.each(rows)('there is a test for %s', (_what, file, name) => {
  const test = path.join(path.dirname(DOCUMENT), file);
  expect([file, existsSync(test)]).toEqual([file, true]);
  expect(readFileSync(test, 'utf8')).toContain(name);
});
