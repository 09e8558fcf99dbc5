import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../../src/config/cifar10';
import { openVersion } from '../../src/registry/open-version';
import { drawing } from '../support/images';

const root = mkdtempSync(path.join(tmpdir(), 'train-cli-'));
const IMAGES_PER_CLASS = 6;

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
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command in a folder of its own; `interruptAt` is what it must print to get a Ctrl-C. */
function run(
  command: 'train' | 'evaluate',
  args: readonly string[],
  interruptAt?: string,
): Promise<Outcome> {
  const script = path.join(__dirname, '..', '..', 'src', 'cli', `${command}.ts`);
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--require', require.resolve('tsx/cjs'), script, ...args],
      { cwd: root, env: { ...process.env, NODE_ENV: 'test' } },
    );
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
  'small',
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
    const stopped = await run('train', args, 'epoch 1/2');
    expect(stopped.output).toContain('1 files were skipped');
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
    expect(card.parity.max_logit_difference).toBeLessThan(1e-3);

    // The card's figures are of the fp32 graph.
    const options = ['--data', 'data', '--version', 'drawn-1', '--precision', 'fp32'];
    const evaluated = await run('evaluate', options);
    expect(evaluated.code).toBe(0);
    const report = JSON.parse(readFileSync(path.join(root, 'evaluation.json'), 'utf8')) as object;
    expect(report).toMatchObject({
      version: 'drawn-1',
      images: 60,
      accuracy: card.metrics.test?.accuracy,
      confusion_matrix: card.metrics.test?.confusion_matrix,
    });
  }, 180_000);

  it.each([
    [['--network', 'huge'], '--network must be standard or small, not "huge"', 2],
    [['--epochs', 'many'], '--epochs must be a whole number from 1 to 10000, not "many"', 2],
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
