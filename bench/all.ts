import { CIFAR10_INPUT } from '../src/config/cifar10';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeBySharp } from '../src/imaging/decode-by-sharp';
import { describeMachine } from '../src/observability/machine';
import { jpeg, png } from '../tests/support/images';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { good, pound } from './load/drive';
import { batchQuestion, predictQuestion, type Question } from './load/pictures';
import { median } from './median';
import { referenceRate } from './reference-loop';
import { runBenchmark } from './run-benchmark';

// The figures to keep, each with its ratio to a fixed piece of work measured right before and after
// it, so that they compare from one day, and one machine, to another.

const ROOT = path.join(__dirname, '..');
const BATCH = 64;
const WARM_UP_SECONDS = 2;
const DECODINGS = 16;

interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Measures once. */
  readonly measure: (seconds: number) => Promise<number>;
  readonly rates: number[];
  readonly ratios: number[];
}

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly out: string;
}

async function measureAll({ seconds, rounds, out }: Options): Promise<void> {
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  const server = new ServerProcess(folder, {
    NODE_ENV: 'production',
    MODEL_DIR: path.join(ROOT, 'models'),
    PERSISTENCE_DIR: folder,
    INFERENCE_WORKERS: '0',
  });
  try {
    const url = await server.ready();
    const figures = await figuresOf(url);
    for (const { measure } of figures) await measure(WARM_UP_SECONDS);
    for (let round = 0; round < rounds; round++) {
      for (const { measure, rates, ratios } of figures) {
        const before = referenceRate();
        const rate = await measure(seconds);
        rates.push(rate);
        ratios.push((2 * rate) / (before + referenceRate()));
      }
    }
    console.log(describeMachine());
    for (const { name, unit, rates, ratios } of figures) {
      const spread = `${Math.min(...rates).toFixed(0)}-${Math.max(...rates).toFixed(0)}`;
      console.log(
        `${name.padEnd(38)} ${median(rates).toFixed(0).padStart(6)} ${unit.padEnd(11)} (${spread}), ` +
          `${median(ratios).toFixed(2)} of the reference loop`,
      );
    }
    await mkdir(path.dirname(out), { recursive: true });
    const report = figures.map(({ name, unit, rates, ratios }) => ({ name, unit, rates, ratios }));
    await writeFile(
      out,
      `${JSON.stringify({ machine: describeMachine(), figures: report }, null, 2)}\n`,
    );
    console.log(`Written to ${out}`);
  } finally {
    await server.destroy();
    await rm(folder, { recursive: true });
  }
}

async function figuresOf(url: string): Promise<Figure[]> {
  const small = await png();
  const photo = await jpeg({ width: 640, height: 480 });
  const asked =
    (question: Question, connections: number, pictures = 1) =>
    async (seconds: number): Promise<number> => {
      const load = await pound(url, question, connections, seconds);
      return (good(load) * pictures) / load.seconds;
    };
  const figure = (name: string, unit: string, measure: Figure['measure']): Figure => ({
    name,
    unit,
    measure,
    rates: [],
    ratios: [],
  });
  return [
    figure('32×32 PNG, 1 connection', 'requests/s', asked(predictQuestion(small), 1)),
    figure('32×32 PNG, 64 connections', 'requests/s', asked(predictQuestion(small), 64)),
    figure(
      'batches of 64, 3 connections',
      'pictures/s',
      asked(batchQuestion(small, BATCH), 3, BATCH),
    ),
    figure('640×480 JPEG, 16 connections', 'requests/s', asked(predictQuestion(photo), 16)),
    figure('640×480 JPEG, sharp alone, no service', 'pictures/s', (seconds) =>
      sharpAlone(photo, seconds),
    ),
  ];
}

/** As many at once as keep every core busy. */
async function sharpAlone(photo: Buffer, seconds: number): Promise<number> {
  const limits = { maxPixels: 50_000_000, formats: ['jpeg'] } as const;
  const endMs = performance.now() + seconds * 1000;
  let decoded = 0;
  const decode = async (): Promise<void> => {
    while (performance.now() < endMs) {
      await decodeBySharp(photo, 'jpeg', limits, CIFAR10_INPUT);
      decoded++;
    }
  };
  await Promise.all(Array.from({ length: DECODINGS }, decode));
  return decoded / seconds;
}

runBenchmark(
  {
    name: 'bench',
    about: 'The figures to keep, as ratios to a fixed piece of work measured in the same minute.',
    options: {
      seconds: { default: 5, about: 'of each measurement' },
      rounds: { default: 3, about: 'whose medians are printed' },
      out: { default: 'runs/bench/figures.json', about: 'where they are written' },
    },
  },
  measureAll,
);
