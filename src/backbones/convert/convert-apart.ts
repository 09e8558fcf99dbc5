import { fork, type ChildProcess } from 'node:child_process';
import { workerEntry } from '../../config/worker-entry';
import { BackboneError } from '../backbone-error';
import type { Conversion, ConversionMessage, ConversionTask } from './conversion';

/** DINOv2-small takes ten seconds on two cores; a file made to take for ever takes this. */
const TIMEOUT_MS = 180_000;
/** Megabytes of JavaScript's own memory: the bytes of networks lie outside it. */
const HEAP_MEGABYTES = 2048;
const COMPLAINTS_CHARACTERS = 2000;

export interface ConvertApartOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Makes a backbone's graphs in a process of its own, at low priority: a network from outside can
 * take for ever, fill the memory or bring ONNX Runtime down, and does none of it to the service.
 *
 * @throws {BackboneError} when the network cannot be used, takes too long or ends the process
 * @throws the signal's reason when it is aborted
 */
export async function convertApart(
  task: ConversionTask,
  { signal, timeoutMs = TIMEOUT_MS }: ConvertApartOptions = {},
): Promise<Conversion> {
  signal?.throwIfAborted();
  const entry = workerEntry(__dirname, 'conversion.process');
  const child = fork(entry.file, [], {
    execArgv: [...entry.execArgv, `--max-old-space-size=${HEAP_MEGABYTES}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const timeout = AbortSignal.timeout(timeoutMs);
  const message = await ask(child, task, AbortSignal.any([...(signal ? [signal] : []), timeout]));
  signal?.throwIfAborted();
  if (timeout.aborted) {
    throw new BackboneError(
      `The network did not run within ${Math.round(timeoutMs / 1000)} seconds, and was given up.`,
    );
  }
  switch (message.kind) {
    case 'done':
      return message.conversion;
    case 'failed':
      throw new BackboneError(message.reason, { problem: message.problem });
    case 'fault':
      throw new Error(message.reason);
    case 'ended':
      throw new BackboneError(`Running the network ended its process (${message.how}).`, {
        cause: new Error(message.complaints),
      });
  }
}

/** The process ended without an answer. */
interface Ended {
  readonly kind: 'ended';
  readonly how: string;
  readonly complaints: string;
}

/** Settles when the process has ended. */
async function ask(
  child: ChildProcess,
  task: ConversionTask,
  signal: AbortSignal,
): Promise<ConversionMessage | Ended> {
  const giveUp = (): void => void child.kill('SIGKILL');
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS_CHARACTERS);
  });
  try {
    return await new Promise((resolve, reject) => {
      let message: ConversionMessage | undefined;
      child.once('error', reject);
      child.once('message', (received) => (message = received as ConversionMessage));
      child.once('close', (code, endedBy) => {
        const how = endedBy ?? `code ${String(code)}`;
        resolve(message ?? { kind: 'ended', how, complaints: complaints.trim() });
      });
      signal.addEventListener('abort', giveUp, { once: true });
      if (signal.aborted) giveUp();
      child.send(task, (error) => {
        if (error !== null) giveUp();
      });
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
