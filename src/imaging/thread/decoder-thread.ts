import { Worker } from 'node:worker_threads';
import { workerEntry } from '../../config/worker-entry';
import { TAKES_TOO_LONG } from '../decoding-time';
import { ImageError } from '../image-error';
import type { DecoderAnswer, DecoderCall } from './decoder-messages';

/** How long the thread stays without work: its memory is as large as the largest picture was. */
const IDLE_MS = 10_000;
/**
 * Time for a picture, and more for each million of pixels that it may have: 48 megapixels of noise
 * take 12 s on a busy machine.
 */
const BASE_MS = 10_000;
const MS_PER_MEGAPIXEL = 1000;
const MAX_MS = 60_000;
/** The thread's own heap; pixels and WebAssembly lie outside of it. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256 };

type Outcome = DecoderAnswer | { readonly kind: 'ended'; readonly cause: unknown };

let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Lets a thread decode what would keep the event loop busy: one picture after the other, so that no
 * more than one lies in its memory. The thread starts with the first call and ends when there are
 * no more for a while.
 *
 * @throws {ImageError} why the picture is refused; CORRUPT_IMAGE also when it takes too long
 * @throws {Error} when the thread cannot be started or its decoder is broken
 */
export function inDecoderThread(call: DecoderCall): Promise<DecoderAnswer> {
  const turn = last.then(
    () => decode(call),
    () => decode(call),
  );
  last = turn.catch(() => undefined);
  return turn;
}

async function decode(call: DecoderCall): Promise<DecoderAnswer> {
  clearTimeout(idle);
  const thread = (worker ??= startWorker());
  thread.ref(); // a command line waits for nothing else
  const limitMs = Math.min(MAX_MS, BASE_MS + (call.maxPixels / 1e6) * MS_PER_MEGAPIXEL);
  const outcome = await ask(thread, call, limitMs);
  thread.unref();
  if (outcome === 'late' || outcome.kind === 'ended' || outcome.kind === 'failed') {
    worker = undefined;
    await thread.terminate();
  } else {
    idle = setTimeout(endWorker, IDLE_MS).unref();
  }
  if (outcome === 'late') {
    throw new ImageError('CORRUPT_IMAGE', TAKES_TOO_LONG);
  }
  switch (outcome.kind) {
    case 'refused':
      throw new ImageError(outcome.code, outcome.message);
    case 'failed':
      throw new Error(`the decoder is broken: ${outcome.reason}`);
    case 'ended':
      throw new Error('the decoder thread ended', { cause: outcome.cause });
    default:
      return outcome;
  }
}

async function ask(thread: Worker, call: DecoderCall, limitMs: number): Promise<Outcome | 'late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle('late'), limitMs);
    const onMessage = (answer: DecoderAnswer): void => settle(answer);
    const onError = (cause: unknown): void => settle({ kind: 'ended', cause });
    const onExit = (code: number): void => settle({ kind: 'ended', cause: `exit code ${code}` });
    const settle = (outcome: Outcome | 'late'): void => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(outcome);
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(call, [call.file.buffer]);
  });
}

function startWorker(): Worker {
  const entry = workerEntry(__dirname, 'decoder.worker');
  const started = new Worker(entry.file, {
    execArgv: entry.execArgv,
    name: 'decoder',
    resourceLimits: RESOURCE_LIMITS,
  });
  // Whoever waits is told by `ask`; one that dies without work is replaced by the next call.
  started.on('error', () => undefined);
  started.on('exit', () => {
    if (worker === started) worker = undefined;
  });
  return started;
}

function endWorker(): void {
  const ending = worker;
  worker = undefined;
  void ending?.terminate();
}
