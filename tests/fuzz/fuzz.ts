import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ERRORS, type ErrorCode } from '../../src/http/kit/errors/error-codes';
import type { Corpus } from './corpus';
import { anyInput, type Input, type Known } from './inputs';
import type { Route } from './routes';
import { send, type Outcome } from './send';

export interface FuzzOptions {
  readonly port: number;
  /** The process of the service. */
  readonly pid: number;
  readonly seed: number;
  /** Number of the first input. */
  readonly from: number;
  readonly inputs: number;
  readonly routes: readonly Route[];
  readonly corpus: Corpus;
  readonly known: Known;
  readonly onProgress?: (done: number, sample: ResourceSample) => void;
}

/** An input that got what none may get. */
export interface Finding {
  /** Its number: the same seed makes it again. */
  readonly number: number;
  readonly input: Input;
  readonly outcome: Outcome;
}

export interface ResourceSample {
  readonly residentMib: number;
  readonly descriptors: number;
}

export interface FuzzReport {
  readonly statuses: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  /** At twenty moments of the run, while nothing was under way. */
  readonly samples: readonly ResourceSample[];
}

/** Inputs that are made, and under way, at a time. */
const CHUNK = 100;
const CONNECTIONS = 8;
const SAMPLES = 20;

/** Sends `inputs` requests, the same for the same seed, and tells what no client may ever see. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { inputs, from, port, pid } = options;
  const arbitrary = anyInput(options.routes, options.corpus, options.known);
  const statuses = new Map<string, number>();
  const findings: Finding[] = [];
  const samples: ResourceSample[] = [];
  const end = from + inputs;
  const samplingStep = Math.max(1, Math.floor(inputs / SAMPLES));
  let nextSample = from + samplingStep;
  for (let chunk = Math.floor(from / CHUNK); chunk * CHUNK < end; chunk++) {
    const made = fc.sample(arbitrary, { seed: options.seed + chunk, numRuns: CHUNK });
    const queue = made
      .map((input, i) => ({ input, number: chunk * CHUNK + i }))
      .filter(({ number }) => number >= from && number < end);
    const client = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const outcome = await send(port, next.input);
        const cut = next.input.cutAfter === undefined ? 'none' : 'none, as the client left';
        const key = String(outcome.status ?? cut);
        statuses.set(key, (statuses.get(key) ?? 0) + 1);
        if (isForbidden(outcome)) findings.push({ ...next, outcome });
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, client));
    if (!existsSync(`/proc/${pid}`)) break;
    const done = Math.min((chunk + 1) * CHUNK, end);
    if (done >= nextSample) {
      nextSample += samplingStep;
      const sample = resources(pid);
      samples.push(sample);
      options.onProgress?.(done - from, sample);
    }
  }
  return { statuses, findings, samples };
}

/** A service may say that it is busy, by name; every other error of its own is a fault. */
const BUSY: readonly ErrorCode[] = [
  'QUEUE_FULL',
  'TOO_MANY_CONNECTIONS',
  'TOO_MANY_STREAMS',
  'STORAGE_BUSY',
];

function isForbidden({ status, text, hung }: Outcome): boolean {
  if (hung) return true;
  if (status === undefined || status < 500) return false;
  return !BUSY.some((code) => status === ERRORS[code].status && text.includes(code));
}

/** What a process holds now, as Linux counts it. */
export function resources(pid: number): ResourceSample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return {
    residentMib: Math.round(Number(kib) / 1024),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** How much the second half of a run held beyond its first half, once it was warm. */
export function growth(samples: readonly ResourceSample[]): ResourceSample {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) return { residentMib: 0, descriptors: 0 };
  const early = samples.slice(quarter, 2 * quarter);
  const late = samples.slice(-quarter);
  const grown = (of: (sample: ResourceSample) => number): number =>
    median(late.map(of)) - median(early.map(of));
  return {
    residentMib: grown(({ residentMib }) => residentMib),
    descriptors: grown(({ descriptors }) => descriptors),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
