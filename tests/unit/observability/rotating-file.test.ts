import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { RotatingFile } from '../../../src/observability/rotating-file';

const root = mkdtempSync(path.join(tmpdir(), 'log-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFile = (): string => path.join(mkdtempSync(path.join(root, 'a-')), 'app.log');

interface Settings {
  readonly file: string;
  readonly maxSizeBytes?: number;
  readonly maxFiles?: number;
}

function openFile({ file, maxSizeBytes = 1000, maxFiles = 10 }: Settings): {
  readonly log: RotatingFile;
  readonly failures: unknown[];
} {
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  return { log: new RotatingFile({ file, maxSizeBytes, maxFiles, onFailure }), failures };
}

async function writeAll(log: RotatingFile, lines: readonly string[]): Promise<void> {
  for (const line of lines) log.write(line);
  log.end();
  await finished(log);
}

/** The files of a folder, oldest first: app2.log, app1.log, app.log. */
function oldestFirst(folder: string): string[] {
  const age = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);
  return readdirSync(folder)
    .toSorted((a, b) => age(b) - age(a))
    .map((name) => path.join(folder, name));
}

describe('rotating log file', () => {
  it('holds every line, in order, in files of at most the size, over any restarts', async () => {
    const anyLine = fc.string({ maxLength: 60 }).map((text) => `${text.replaceAll('\n', ' ')}\n`);
    const anyLives = fc.array(fc.array(anyLine, { maxLength: 12 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyLives, async (lives) => {
        const file = newFile();
        for (const lines of lives) {
          await writeAll(openFile({ file, maxSizeBytes: 200, maxFiles: 1000 }).log, lines);
        }
        const files = oldestFirst(path.dirname(file));
        expect(files.map((name) => readFileSync(name, 'utf8')).join('')).toBe(
          lives.flat().join(''),
        );
        for (const name of files) expect(statSync(name).size).toBeLessThanOrEqual(200);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the newest files, and the current one under its name', async () => {
    const file = newFile();
    const lines = Array.from({ length: 10 }, (_, i) => `line ${i}\n`);
    await writeAll(openFile({ file, maxSizeBytes: 7, maxFiles: 3 }).log, lines);
    const files = oldestFirst(path.dirname(file));
    expect(files.map((name) => path.basename(name))).toEqual(['app2.log', 'app1.log', 'app.log']);
    expect(files.map((name) => readFileSync(name, 'utf8'))).toEqual(lines.slice(-3));
  });

  it('writes a line longer than a file to a file of its own', async () => {
    const file = newFile();
    const lines = ['a\n', `${'b'.repeat(50)}\n`, 'c\n'];
    await writeAll(openFile({ file, maxSizeBytes: 10 }).log, lines);
    expect(oldestFirst(path.dirname(file)).map((name) => readFileSync(name, 'utf8'))).toEqual(
      lines,
    );
  });

  it('makes its folder', async () => {
    const file = path.join(root, 'deep', 'er', 'app.log');
    await writeAll(openFile({ file }).log, ['a\n']);
    expect(readFileSync(file, 'utf8')).toBe('a\n');
  });

  it('reports a disk that refuses once, goes on, and writes again when it can', async () => {
    const file = newFile();
    mkdirSync(file); // a folder where the file should be: refused also where tests run as root
    const { log, failures } = openFile({ file });
    await written(log, 'lost\n');
    await written(log, 'lost too\n');
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ code: 'EISDIR' });

    rmSync(file, { recursive: true });
    await writeAll(log, ['kept\n']);
    expect(readFileSync(file, 'utf8')).toBe('kept\n');
    expect(failures).toHaveLength(1);
  });

  it.each<[string, (file: string) => void]>([
    ['is removed with its folder', (file) => rmSync(path.dirname(file), { recursive: true })],
    ['is removed', (file) => rmSync(file)],
    ['is moved away', (file) => renameSync(file, `${file}.old`)],
  ])('makes its file again, in its folder, at the next line when it %s', async (_, lose) => {
    const file = path.join(root, 'logs', 'app.log');
    const { log, failures } = openFile({ file });
    await written(log, 'before\n');
    lose(file);
    await written(log, 'after\n');
    expect(readFileSync(file, 'utf8')).toBe('after\n');
    await writeAll(log, ['and on\n']);
    expect(readFileSync(file, 'utf8')).toBe('after\nand on\n');
    expect(failures).toEqual([]);
    rmSync(path.dirname(file), { recursive: true });
  });

  it('lives where its folder cannot be', async () => {
    const folder = newFile();
    writeFileSync(folder, 'a file has its name');
    const { log, failures } = openFile({ file: path.join(folder, 'app.log') });
    await writeAll(log, ['lost\n']);
    expect(failures[0]).toMatchObject({ code: 'EEXIST' });
  });
});

function written(log: RotatingFile, line: string): Promise<void> {
  return new Promise((done) => log.write(line, () => done()));
}
