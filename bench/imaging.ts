import { CIFAR10_INPUT } from '../src/config/cifar10';
import { decodeBySharp } from '../src/imaging/decode-by-sharp';
import { decodeImage } from '../src/imaging/decode-image';
import type { ImageLimits } from '../src/imaging/decoded-image';
import { describeMachine } from '../src/observability/machine';
import { jpeg, png } from '../tests/support/images';
import { median } from './median';
import { runBenchmark } from './run-benchmark';

const LIMITS: ImageLimits = { maxPixels: 50_000_000, formats: ['png', 'jpeg', 'gif', 'webp'] };
const SIZES = [
  [32, 32],
  [48, 48],
  [64, 64],
  [640, 480],
  [4000, 3000],
] as const;
const WARM_UP_RUNS = 50;

interface Subject {
  readonly name: string;
  readonly format: 'png' | 'jpeg';
  readonly file: Buffer;
  /** Fewer for what is slow. */
  readonly runsShare: number;
}

runBenchmark(
  {
    name: 'bench:imaging',
    about: `Milliseconds from the bytes of a file to 32×32 pixels: as the service does it, and by sharp alone.
One image at a time, the two interleaved; medians.`,
    options: { runs: { default: 1000, about: 'of the smallest images; fewer of large ones' } },
  },
  async ({ runs }) => {
    console.log(describeMachine());
    for (const subject of await subjects()) {
      console.log(await measure(subject, Math.max(5, Math.round(runs * subject.runsShare))));
    }
  },
);

async function subjects(): Promise<Subject[]> {
  const made: Subject[] = [];
  for (const [width, height] of SIZES) {
    for (const [format, encode] of [
      ['png', png],
      ['jpeg', jpeg],
    ] as const) {
      const file = await encode({ width, height });
      const runsShare = Math.min(1, 8192 / (width * height));
      made.push({ name: `${width}×${height} ${format}`, format, file, runsShare });
    }
  }
  return made;
}

async function measure({ name, format, file }: Subject, runs: number): Promise<string> {
  const ours: number[] = [];
  const sharps: number[] = [];
  for (let run = -Math.min(WARM_UP_RUNS, runs); run < runs; run++) {
    const start = performance.now();
    await decodeImage(file, LIMITS, CIFAR10_INPUT);
    const between = performance.now();
    await decodeBySharp(file, format, LIMITS, CIFAR10_INPUT);
    if (run < 0) continue;
    ours.push(between - start);
    sharps.push(performance.now() - between);
  }
  const [mine, sharp] = [median(ours), median(sharps)];
  return (
    `${name.padEnd(15)} ${String(file.length).padStart(9)} bytes: ${mine.toFixed(3).padStart(8)} ms, ` +
    `by sharp ${sharp.toFixed(3).padStart(8)} ms, ${(sharp / mine).toFixed(1)} times`
  );
}
