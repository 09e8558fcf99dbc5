import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { workerEntry } from '../../config/worker-entry';
import { BackboneError } from '../backbone-error';
import type { Conversion, ConversionMessage, ConversionTask } from './conversion';

/** DINOv2-small takes ten seconds on two cores; a file made to take for ever takes this. */
const TIMEOUT_MS = 180_000;
/** Megabytes of JavaScript's own memory: the bytes of networks lie outside it. */
const HEAP_MEGABYTES = 2048;
/** A process that has more than this in memory is given up; DINOv2-small takes a tenth of it. */
const MOST_MEMORY_BYTES = 4 * 1024 ** 3;
/** A hostile graph takes a gigabyte in so many times this long. */
const MEMORY_LOOK_MS = 100;
const COMPLAINTS_CHARACTERS = 2000;

export interface ConvertApartOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly mostMemoryBytes?: number | undefined;
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
  { signal, timeoutMs = TIMEOUT_MS, mostMemoryBytes = MOST_MEMORY_BYTES }: ConvertApartOptions = {},
): Promise<Conversion> {
  signal?.throwIfAborted();
  const entry = workerEntry(__dirname, 'conversion.process');
  const child = fork(entry.file, [], {
    execArgv: [...entry.execArgv, `--max-old-space-size=${HEAP_MEGABYTES}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const timeout = AbortSignal.timeout(timeoutMs);
  const memory = watchMemory(child, mostMemoryBytes);
  const message = await ask(
    child,
    task,
    AbortSignal.any([...(signal ? [signal] : []), timeout, memory.exceeded]),
  ).finally(memory.stop);
  signal?.throwIfAborted();
  if (memory.exceeded.aborted) {
    throw new BackboneError(
      `The network takes more than ${Math.round(mostMemoryBytes / 1024 ** 2)} MiB of memory, and was given up.`,
    );
  }
  if (timeout.aborted) {
    throw new BackboneError(
      `The network did not run within ${Math.round(timeoutMs / 1000)} seconds, and was given up.`,
    );
  }
  switch (message.kind) {
    case 'done':
      return message.conversion;
    case 'failed':
      throw new BackboneError(message.reason, {
        problem: message.problem,
        ...(message.detail !== undefined && { cause: new Error(message.detail) }),
      });
    case 'fault':
      throw new Error(message.reason);
    case 'ended':
      throw new BackboneError(`Running the network ended its process (${message.how}).`, {
        cause: new Error(message.complaints),
      });
  }
}

/**
 * ONNX Runtime allocates what a graph asks for, and a graph of a kilobyte can ask for all there is. On
 * Linux the process is looked at while it works; elsewhere the limit of time has to do.
 */
function watchMemory(
  child: ChildProcess,
  mostBytes: number,
): { readonly exceeded: AbortSignal; readonly stop: () => void } {
  const tooMuch = new AbortController();
  const timer = setInterval(() => {
    void residentBytes(child.pid).then((bytes) => {
      if (bytes > mostBytes) tooMuch.abort();
    });
  }, MEMORY_LOOK_MS);
  return { exceeded: tooMuch.signal, stop: () => clearInterval(timer) };
}

/** 0 where the system does not say, as for a process that has just ended. @see proc(5) */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/VmRSS:\s+(\d{1,12})/.exec(status)?.[1] ?? 0);
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
