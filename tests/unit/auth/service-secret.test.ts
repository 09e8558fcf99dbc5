import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openServiceSecret } from '../../../src/auth/service-secret';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'service-secret-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the secret of the service', () => {
  it('is the configured one, where there is one', async () => {
    expect(await openServiceSecret({ configured: 'c'.repeat(32), folder })).toBe('c'.repeat(32));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is made once, for its owner alone, by however many instances', async () => {
    const secrets = await Promise.all(
      Array.from({ length: 20 }, () => openServiceSecret({ configured: '', folder })),
    );
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]!.length).toBeGreaterThanOrEqual(43);
    expect(readdirSync(folder)).toEqual(['signing-secret']);
    expect(statSync(path.join(folder, 'signing-secret')).mode & 0o777).toBe(0o600);
  });

  it('is never taken from a file that holds too little', async () => {
    writeFileSync(path.join(folder, 'signing-secret'), 'short\n');
    await expect(openServiceSecret({ configured: '', folder })).rejects.toThrow(
      'fewer than 32 characters',
    );
  });
});
