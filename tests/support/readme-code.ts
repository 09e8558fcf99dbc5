import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { InputSpec } from '../../src/config/input-spec';
import { decodeImage } from '../../src/imaging/decode-image';
import type { ModelVersion } from '../../src/registry/version';
import { byTheService } from './exported';
import { png, turnedPhotograph } from './images';

/** The code blocks of an export's README, in their order. */
export function readmeCode(folder: string): { node: string; python: string; browser: string } {
  const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
  const [node, python, browser] = [...readme.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(
    ([, code]) => code!,
  );
  return { node: node!, python: python!, browser: browser! };
}

/**
 * Runs a program that prints a label and a probability in each line.
 *
 * @param cwd where the export is
 * @throws {Error} with what it complained of
 */
export async function printedProbabilities(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly labels: string[]; readonly probabilities: Float32Array }> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`it ended with ${String(code)}: ${errors}`);
  const lines = output.trimEnd().split(/\r?\n/);
  return {
    labels: lines.map((line) => line.slice(0, line.lastIndexOf(' '))),
    probabilities: Float32Array.from(lines, (line) =>
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ),
  };
}

export interface TestPicture {
  readonly name: string;
  /** How far probabilities may be from the service's: decoders and filters differ a little. */
  readonly tolerance: number;
}

/** Writes pictures into a folder: one of the input's own size, a large photograph, one with holes. */
export async function writePictures(folder: string, input: InputSpec): Promise<TestPicture[]> {
  const { width, height, crop } = input;
  writeFileSync(path.join(folder, 'same size.png'), await png({ width, height, seed: 2 }));
  writeFileSync(path.join(folder, 'large.jpg'), await turnedPhotograph());
  const holes = await png({ width: 300, height: 400, channels: 4, seed: 4 });
  writeFileSync(path.join(folder, 'holes.png'), holes);
  return [
    { name: 'same size.png', tolerance: crop === 1 ? 1e-4 : 0.02 },
    { name: 'large.jpg', tolerance: 0.02 },
    { name: 'holes.png', tolerance: 0.02 },
  ];
}

/** What the service makes of a picture file: float32, [classes]. */
export async function answerOf(
  version: ModelVersion,
  folder: string,
  { name }: TestPicture,
): Promise<Float32Array> {
  const file = readFileSync(path.join(folder, name));
  const limits = { maxPixels: 1e7, formats: ['png', 'jpeg'] } as const;
  const { pixels } = await decodeImage(file, limits, version.card.input);
  const [probabilities] = await byTheService(version, [pixels]);
  return probabilities!;
}
