import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

function bench(script: string, ...args: string[]): { code: number | null; output: string } {
  const node = ['--require', require.resolve('tsx/cjs'), path.join(ROOT, 'bench', script)];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

describe('a benchmark', () => {
  it('tells what it measures and what it takes', () => {
    const { code, output } = bench('store.ts', '--help');
    expect(output).toContain('npm run bench:store -- [options]');
    expect(output).toContain('--predictions N      in the history (default: 1000000)');
    expect(code).toBe(0);
  });

  it('refuses what it does not take in one line', () => {
    const { code, output } = bench('store.ts', '--predictions', 'many');
    expect(output).toMatch(/^--predictions must be a whole number .* not "many"\n$/);
    expect(code).toBe(2);
  });
});
