import { setTimeout as delay } from 'node:timers/promises';
import { CIFAR10_INPUT } from '../../config/cifar10';
import { IMAGE_FORMATS } from '../../config/image-formats';
import { decodeImage } from '../../imaging/decode-image';
import { TAKES_TOO_LONG } from '../../imaging/decoding-time';
import type { DecodingGate } from '../../imaging/decoding-gate';
import { ImageError } from '../../imaging/image-error';
import type { LogFields, Logger } from '../../observability/logger';
import type { SampleStore } from '../../store/samples/sample';
import type { SampleToTakeOver, TakenOver } from '../../store/samples/take-over';
import { pictureOfPixels } from './former-pixels';
import type { SampleFiles } from './sample-files';
import { sampleId } from './sample-id';

export interface TakeOverParts {
  readonly samples: SampleStore;
  readonly files: SampleFiles;
  readonly gate: DecodingGate;
  readonly logger: Logger;
  readonly monotonicMs: () => number;
  /** Ends it early; the next one goes on where it was. */
  readonly signal: AbortSignal;
}

/** Samples of one query. */
const PAGE = 100;
const NO_LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER, formats: IMAGE_FORMATS };
/** Named in the log, of samples that have lost their files. */
const NAMED = 10;

/**
 * Takes over the samples of the release before, which knew them by their pixels: from now on, each is
 * known by its file as well, so that the same file uploaded again is found to be there. Where the file
 * is missing or damaged, the 32×32 pixels that were stored become a PNG in its place. One sample at a
 * time, resting as long as it works, in turn with everything else that is decoded.
 *
 * @throws the reason of the signal, and what the store throws
 */
export async function takeOverSamples(parts: TakeOverParts): Promise<void> {
  const { samples, logger, monotonicMs, signal } = parts;
  const madeAnew: SampleToTakeOver[] = [];
  const lost: SampleToTakeOver[] = [];
  let done = 0;
  try {
    for (let after = ''; ;) {
      const page = await samples.toTakeOver(after, PAGE);
      if (page.length === 0) return;
      for (const sample of page) {
        signal.throwIfAborted();
        const startedMs = monotonicMs();
        const found = await takeOver(sample, parts);
        if (found === 'made anew') madeAnew.push(sample);
        if (found === 'lost') lost.push(sample);
        done += 1;
        await delay(monotonicMs() - startedMs, undefined, { signal, ref: false });
      }
      after = page.at(-1)!.id;
    }
  } finally {
    if (madeAnew.length > 0) {
      logger.warn(
        'samples had lost their files, or these are damaged: what was stored of them, 32×32 pixels, is their file now',
        summary(madeAnew),
      );
    }
    if (lost.length > 0) logger.warn('samples have neither a file nor pixels', summary(lost));
    if (done > 0) logger.info('samples of an earlier release are known by their files', { done });
  }
}

function summary(samples: readonly SampleToTakeOver[]): LogFields {
  const first = samples.slice(0, NAMED).map(({ id, fileName }) => `${id} (${fileName})`);
  return { samples: samples.length, first };
}

async function takeOver(
  sample: SampleToTakeOver,
  parts: TakeOverParts,
): Promise<'sound' | 'made anew' | 'lost'> {
  const { samples, files } = parts;
  const { id, format } = sample;
  const file = await files.readWhole(id, format);
  const isSound = file?.length === sample.fileBytes && (await isPicture(file, parts));
  const taken = isSound
    ? { id, fileHash: await sampleId(file) }
    : await makeAnew(sample, file !== undefined, parts);
  if (taken === undefined) return 'lost';
  const outcome = await samples.takeOver(taken);
  if (outcome.outcome === 'merged') await files.remove(outcome.id, outcome.format);
  return isSound ? 'sound' : 'made anew';
}

async function isPicture(file: Uint8Array, { gate, signal }: TakeOverParts): Promise<boolean> {
  try {
    const admit = (pixels: number): Promise<() => void> => gate.enter(pixels, 'bulk', signal);
    await decodeImage(file, { ...NO_LIMITS, admit }, CIFAR10_INPUT);
    return true;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.message === TAKES_TOO_LONG; // on a busy machine, a sound one may do that
  }
}

async function makeAnew(
  { id, format }: SampleToTakeOver,
  isThere: boolean,
  { samples, files }: TakeOverParts,
): Promise<TakenOver | undefined> {
  const pixels = await samples.pixels(id);
  if (pixels === undefined) return undefined;
  const { bytes, ...made } = await pictureOfPixels(pixels);
  if (isThere) await files.setAside(id, format);
  await files.write(id, made.format, bytes);
  return {
    id,
    fileHash: await sampleId(bytes),
    madeAnew: { ...made, fileBytes: bytes.length },
  };
}
