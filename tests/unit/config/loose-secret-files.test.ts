import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { looseSecretFiles } from '../../../src/config/loose-secret-files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'secrets-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function secret(mode: number): string {
  const file = path.join(folder, 'secret');
  writeFileSync(file, 'hush');
  chmodSync(file, mode);
  return file;
}

describe('files with secrets', () => {
  it.each(['HF_TOKEN_FILE', 'RATE_LIMIT_STORAGE_URL_FILE', 'TLS_KEY_FILE'])(
    'that others may read are named: %s',
    (variable) => {
      expect(looseSecretFiles({ [variable]: secret(0o644) })).toEqual([{ variable, mode: '644' }]);
    },
  );

  it.each([
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
    [0o622, false],
  ])('may have the mode %o or not', (mode, isLoose) => {
    expect(looseSecretFiles({ TLS_KEY_FILE: secret(mode) })).toHaveLength(isLoose ? 1 : 0);
  });

  it('are no others: a certificate is public', () => {
    expect(looseSecretFiles({ TLS_CERT_FILE: secret(0o644), LOG_FILE: secret(0o644) })).toEqual([]);
  });

  it('are passed over where they cannot be looked at', () => {
    expect(looseSecretFiles({ TLS_KEY_FILE: path.join(folder, 'none', 'such') })).toEqual([]);
    expect(looseSecretFiles({ TLS_KEY_FILE: ' ', HF_TOKEN_FILE: '' })).toEqual([]);
  });
});
