import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { breakingChanges } from '../http/openapi/breaking-changes';
import { apiDocument, type ApiDocument } from '../http/openapi/document';
import { API_ROUTES } from '../http/all-routes';
import { runCommand, UsageError } from './run-command';

const ROOT = path.join(__dirname, '..', '..');
const RELEASED = path.join(ROOT, 'docs', 'openapi.json');

/**
 * `npm run api:diff`: what a client of the last release would trip over; exit code 1 where there is
 * anything. `npm run api:diff -- --release` writes the description of this release.
 */
function main(): void {
  const [option, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (option !== undefined && option !== '--release')) {
    throw new UsageError('npm run api:diff takes --release, or nothing.');
  }
  const { version } = read(path.join(ROOT, 'package.json')) as { readonly version: string };
  const now = apiDocument(API_ROUTES, version);
  if (option === '--release') {
    writeFileSync(RELEASED, `${JSON.stringify(now)}\n`);
    console.log(`Wrote the API of ${version} to docs/openapi.json.`);
    return;
  }
  const released = read(RELEASED) as ApiDocument;
  const changes = breakingChanges(released, now);
  const since = String(released.info.version);
  if (changes.length === 0) console.log(`Nothing breaks clients of ${since}.`);
  else {
    throw new Error(
      [`This breaks clients of ${since}:`, ...changes.map((change) => `- ${change}`)].join('\n'),
    );
  }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

runCommand(() => Promise.resolve().then(main));
