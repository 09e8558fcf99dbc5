import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const folder = mkdtempSync(path.join(tmpdir(), 'memory-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a script, given as its source, as `npm run train` starts its own. */
function start(source: string, ...args: string[]): ChildProcess {
  const script = path.join(folder, 'script.cjs');
  writeFileSync(script, source);
  const launcher = path.join(__dirname, '..', '..', 'src', 'cli', 'with-memory-settings.ts');
  const node = ['--require', require.resolve('tsx/cjs'), launcher, script, ...args];
  return spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('a command that is started with the memory settings', () => {
  it('has them and its arguments, and its exit code is told', async () => {
    const child = start(
      `console.log(process.env.GLIBC_TUNABLES, ...process.argv.slice(2)); process.exit(3);`,
      '--epochs',
      'a b',
    );
    const [output, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')]);
    expect(output).toMatch(/^glibc\.malloc\.\S+ --epochs a b\n$/);
    expect(code).toBe(3);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('gets a %s once', async (signal) => {
    const child = start(`
      let signals = 0;
      process.on('${signal}', () => {
        signals++;
        setTimeout(() => { console.log(signals); process.exit(130); }, 200);
      });
      setInterval(() => undefined, 1000);
      console.log('ready');
    `);
    const output = text(child.stdout!);
    await once(child.stdout!, 'data');
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    expect(await output).toBe('ready\n1\n');
    expect(code).toBe(130);
  });
});
