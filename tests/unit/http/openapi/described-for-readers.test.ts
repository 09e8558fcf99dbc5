import { readFileSync } from 'node:fs';
import path from 'node:path';
import { breakingChanges } from '../../../../src/http/openapi/breaking-changes';
import { apiDocument, type ApiDocument } from '../../../../src/http/openapi/document';
import { withErrorTable } from '../../../../src/http/openapi/error-table';
import { withApiTable } from '../../../../src/http/openapi/readme-table';
import { API_ROUTES } from '../../../../src/http/all-routes';

const ROOT = path.join(__dirname, '..', '..', '..', '..');
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

it('has the table of all routes in the README, as `npm run docs:api` writes it', () => {
  const readme = read('README.md');
  expect(withApiTable(readme, API_ROUTES)).toBe(readme);
});

it('has every error code in the README, with its status and when to try again', () => {
  const readme = read('README.md');
  expect(withErrorTable(readme)).toBe(readme);
  expect(readme).toMatch(/^\| 503 \| .*`QUEUE_FULL` \(1 s\)/m);
});

it('refuses a README without the marks around the table', () => {
  expect(() => withApiTable('# Title\n', API_ROUTES)).toThrow('the README needs');
});

it('breaks no client of the last release', () => {
  const released = JSON.parse(read('docs/openapi.json')) as ApiDocument;
  expect(breakingChanges(released, apiDocument(API_ROUTES, 'next'))).toEqual([]);
});
