import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(__dirname, '..', '..', '..');

it('the types of the TypeScript example are those of the released API', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'generated-client-'));
  try {
    const file = path.join(folder, 'schema.d.ts');
    const script = path.join(ROOT, 'scripts', 'generate-client.mjs');
    await promisify(execFile)(process.execPath, [script, file], { cwd: folder });
    const committed = path.join(ROOT, 'examples', 'typescript', 'schema.d.ts');
    // `npm run client:generate` writes it anew.
    expect(readFileSync(committed, 'utf8') === readFileSync(file, 'utf8')).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
