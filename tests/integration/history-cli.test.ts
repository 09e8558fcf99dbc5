import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = mkdtempSync(path.join(tmpdir(), 'history-cli-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `history:<name>` in a folder of its own, so that no `.env` of this machine is read. */
function run(
  name: 'import' | 'export',
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const tsx = require.resolve('tsx/cjs');
  const script = path.join(__dirname, '..', '..', 'src', 'cli', `history-${name}.ts`);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--require', tsx, script, ...args],
      { cwd: root, env: { ...process.env, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const entries = ['cat', 'dog', 'dog'].map((name, i) => ({
  predicted_class: name === 'cat' ? 'Cat' : 'Dog',
  predicted_class_index: name === 'cat' ? 3 : 5,
  confidence: 0.5 + i / 10,
  prediction_time_ms: 60 + i,
  timestamp: `2024-05-01T10:00:0${i}.000001`,
  all_probabilities: { Cat: 0.5, Dog: 0.5 },
  file_name: `${name}-${i}.png`,
}));

describe('history:import and history:export', () => {
  it('bring the original history over, once, and write it out again', async () => {
    writeFileSync(path.join(root, 'predictions.json'), JSON.stringify(entries, null, 2));
    const env = { PERSISTENCE_DIR: 'here' };

    const first = await run('import', ['predictions.json'], env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('3 predictions added, 0 were there already');
    const second = await run('import', ['predictions.json', '--database', 'here']);
    expect(second.stdout).toContain('0 predictions added, 3 were there already');

    expect(await run('export', ['out.json'], env)).toMatchObject({ code: 0, stderr: '' });
    const written = JSON.parse(readFileSync(path.join(root, 'out.json'), 'utf8')) as object[];
    expect(written).toMatchObject(
      entries.map((entry) => ({ ...entry, timestamp: entry.timestamp.replace('000001', '000Z') })),
    );
    const again = await run('import', ['out.json'], env);
    expect(again.stdout).toContain('0 predictions added, 3 were there already');
  }, 60_000);

  it('name each entry that cannot be used, and tell it by the exit code', async () => {
    writeFileSync(
      path.join(root, 'odd.json'),
      `{"predictions": [{}, ${JSON.stringify(entries[0])}]}`,
    );
    const { code, stdout, stderr } = await run('import', ['odd.json', '--database', 'odd']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^entry 0: timestamp: .+\n$/);
    expect(stdout).toContain('1 prediction added, 0 were there already, 1 could not be used');
  });

  it.each<[string, 'import' | 'export', string[], number, RegExp]>([
    ['a file that is not there', 'import', ['nowhere.json'], 1, /nowhere\.json/],
    [
      'a folder without history',
      'export',
      ['out.json', '--database', 'nowhere'],
      1,
      /no history in nowhere/,
    ],
    ['an unknown option', 'export', ['--nonsense'], 2, /--nonsense/],
  ])('tell %s in one line', async (_name, command, args, code, message) => {
    const outcome = await run(command, args);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('tell how they are used', async () => {
    expect(await run('import', [])).toMatchObject({ code: 2, stdout: '' });
    expect((await run('export', ['--help'])).stdout).toContain('Usage: npm run history:export');
  });
});
