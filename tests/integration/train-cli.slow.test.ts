import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../../src/config/cifar10';
import { openVersion } from '../../src/registry/open-version';
import { drawing } from '../support/images';

const root = mkdtempSync(path.join(tmpdir(), 'train-cli-'));
const IMAGES_PER_CLASS = 6;
/** Everything that a network has, and little of it. */
const TOY = { name: 'toy', widths: [16, 16, 16] };
/** Less than a checkpoint of the toy and than the files of its version. */
const TOO_FEW_BYTES = 40 * 1024;

beforeAll(async () => {
  for (const [index, name] of CIFAR10_CLASSES.entries()) {
    for (const split of ['train', 'test']) {
      const folder = path.join(root, 'data', split, name.toLowerCase());
      mkdirSync(folder, { recursive: true });
      for (let i = 0; i < IMAGES_PER_CLASS; i++) {
        const image = await drawing({ seed: index * 100 + i })
          .png()
          .toBuffer();
        writeFileSync(path.join(folder, `${i}.png`), image);
      }
    }
  }
  writeFileSync(path.join(root, 'data', 'train', 'frog', 'broken.png'), 'no picture');
  writeFileSync(path.join(root, 'toy.json'), JSON.stringify(TOY));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

interface RunOptions {
  /** What it must print to get a Ctrl-C. */
  readonly interruptAt?: string;
  /** No file may become larger: writing fails in the middle, as on a full disk. */
  readonly largestFileBytes?: number;
}

const ULIMIT_BLOCK_BYTES = 512;

/** Runs a command in a folder of its own. */
function run(
  command: 'train' | 'evaluate',
  args: readonly string[],
  { interruptAt, largestFileBytes }: RunOptions = {},
): Promise<Outcome> {
  const script = path.join(__dirname, '..', '..', 'src', 'cli', `${command}.ts`);
  const node = [process.execPath, '--require', require.resolve('tsx/cjs'), script, ...args];
  const [program = '', ...rest] =
    largestFileBytes === undefined
      ? node
      : [
          'sh',
          '-c',
          `ulimit -f ${Math.floor(largestFileBytes / ULIMIT_BLOCK_BYTES)}; exec "$@"`,
          'sh',
          ...node,
        ];
  return new Promise((resolve) => {
    const child = spawn(program, rest, { cwd: root, env: { ...process.env, NODE_ENV: 'test' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        const before = interruptAt !== undefined && output.includes(interruptAt);
        output += text;
        if (interruptAt !== undefined && !before && output.includes(interruptAt)) {
          child.kill('SIGINT');
        }
      });
    }
    child.on('close', (code) => resolve({ code, output }));
  });
}

const OPTIONS = [
  '--network',
  'toy.json',
  '--batch-size',
  '10',
  '--validation',
  '10',
  '--data',
  'data',
];

describe('train and evaluate', () => {
  it('train, are interrupted, resume, write a version, and measure it', async () => {
    const args = [...OPTIONS, '--epochs', '2', '--version', 'drawn-1'];
    const stopped = await run('train', args, { interruptAt: 'epoch 1/2' });
    expect(stopped.output).toContain('Skipped 1 file:');
    expect(stopped.output).toContain('train/frog/broken.png');
    expect(stopped.output).toContain('Stopped by SIGINT');
    expect(stopped.code).toBe(130);
    expect(existsSync(path.join(root, 'models', 'drawn-1'))).toBe(false);

    const finished = await run('train', args);
    expect(finished.output).toContain('Resuming after epoch 1');
    expect(finished.output).toContain('Wrote version drawn-1');
    expect(finished.code).toBe(0);
    const { card } = await openVersion(path.join(root, 'models', 'drawn-1'));
    expect(card.class_names).toEqual([...CIFAR10_CLASSES]);
    expect(card.training).toMatchObject({ images: 50, validation_images: 10, epochs: 2 });
    expect(card.metrics.test?.images).toBe(60);
    expect(card.parity!.max_logit_difference).toBeLessThan(1e-3);

    const again = await run('train', args);
    expect(again.output).toContain('Model version "drawn-1" exists already');
    expect(again.output).not.toContain('images to train on');

    const fresh = await run('train', [...OPTIONS, '--recipe', 'distil', '--run', 'none']);
    expect(fresh.output).toContain('--recipe distil goes on from a finished version');
    expect(fresh.code).toBe(2);

    const refined = await run('train', [
      ...OPTIONS,
      ...['--recipe', 'refine', '--epochs', '1', '--run', 'refined', '--version', 'refined-1'],
      ...['--start-from', 'drawn-1', '--teacher', 'drawn-1', '--teacher-share', '0.4'],
    ]);
    expect(refined.code).toBe(0);
    const { card: refinedCard } = await openVersion(path.join(root, 'models', 'refined-1'));
    expect(refinedCard.training.recipe).toMatchObject({
      startFrom: 'drawn-1',
      teachers: { versions: ['drawn-1'], share: 0.4 },
    });

    // The card's figures are of the fp32 graph.
    const options = ['--data', 'data', '--version', 'drawn-1', '--precision', 'fp32'];
    const evaluated = await run('evaluate', options);
    expect(evaluated).toMatchObject({ code: 0 });
    const report = JSON.parse(readFileSync(path.join(root, 'evaluation.json'), 'utf8')) as object;
    expect(report).toMatchObject({
      version: 'drawn-1',
      images: 60,
      accuracy: card.metrics.test?.accuracy,
      confusion_matrix: card.metrics.test?.confusion_matrix,
    });
  }, 180_000);

  (process.platform === 'win32' ? it.skip : it)(
    'lose nothing when the disk is full',
    async () => {
      const args = [...OPTIONS, '--run', 'run', '--version', 'drawn-2'];
      const epoch = async (epochs: string, options?: RunOptions): Promise<Outcome> =>
        run('train', [...args, '--epochs', epochs], options);
      const checkpoint = (): Buffer => readFileSync(path.join(root, 'run', 'checkpoint.bin'));
      expect((await epoch('2', { interruptAt: 'epoch 1/2' })).code).toBe(130);
      const afterOne = checkpoint();

      const atCheckpoint = await epoch('2', { largestFileBytes: TOO_FEW_BYTES });
      expect(atCheckpoint.output).toContain('the checkpoint of epoch 2 cannot be written (EFBIG');
      expect(atCheckpoint.output).not.toMatch(/\n\s+at /);
      expect(atCheckpoint.code).toBe(1);
      expect(checkpoint().equals(afterOne)).toBe(true);
      expect(readdirSync(path.join(root, 'run'))).toEqual(['checkpoint.bin']);

      expect((await epoch('2')).output).toContain('Resuming after epoch 1');
      rmSync(path.join(root, 'models', 'drawn-2'), { recursive: true });
      const versions = readdirSync(path.join(root, 'models'));
      const atVersion = await epoch('2', { largestFileBytes: TOO_FEW_BYTES });
      expect(atVersion.output).toContain(
        'cannot be written to the folder for temporary files (EFBIG',
      );
      expect(atVersion.code).toBe(1);
      expect(readdirSync(path.join(root, 'models'))).toEqual(versions);

      expect((await epoch('2')).output).toContain('Wrote version drawn-2');
    },
    180_000,
  );

  it('start over without touching anything but the checkpoint, and only when there are images', async () => {
    const folder = path.join(root, 'kept');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    writeFileSync(path.join(folder, 'checkpoint.bin'), 'of an earlier run');
    const fresh = ['--fresh', '--run', 'kept'];

    expect((await run('train', [...fresh, '--data', 'nowhere'])).code).toBe(1);
    expect(readdirSync(folder)).toEqual(['checkpoint.bin', 'notes.txt']);

    const started = await run('train', [
      ...OPTIONS,
      ...fresh,
      '--epochs',
      '1',
      '--version',
      'drawn-4',
    ]);
    expect(started.code).toBe(0);
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  }, 180_000);

  it.each([
    [['--network', 'huge'], '--network must be standard or small, not "huge"', 2],
    [['--epochs', 'many'], '--epochs must be a whole number from 1 to 10000, not "many"', 2],
    [['--teacher-share', '2', '--teacher', 'x'], '--teacher-share must be a number from 0 to 1', 2],
    [['--teacher', 'nobody'], 'There is no model version "nobody"', 1],
    [['--data', 'nowhere'], 'nowhere does not exist', 1],
    [['--validation', '1000', '--data', 'data'], 'cannot set 1000 of 60 images apart', 1],
  ])(
    'refuse %j in one line',
    async (args, message, code) => {
      const { output, code: actual } = await run('train', args);
      expect(output).toContain(message);
      expect(output).not.toMatch(/\n\s+at /);
      expect(actual).toBe(code);
    },
    60_000,
  );
});
