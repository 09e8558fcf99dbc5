import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { Question } from './pictures';

/** What came of a load. */
export interface Load {
  readonly seconds: number;
  /** Answers by status; `error` for those that never came. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Of the answers with 2xx, milliseconds. */
  readonly latency: Percentiles;
  /** Answers with 2xx in each second. */
  readonly perSecond: readonly number[];
}

export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Asks the same again and again over so many connections, each as soon as it has its answer. */
export async function pound(
  url: string,
  { path, method, headers, body }: Question,
  connections: number,
  seconds: number,
): Promise<Load> {
  const latencies: number[] = [];
  const byStatus: Record<string, number> = {};
  const perSecond: number[] = [];
  const startedAt = performance.now();
  const options: autocannon.Options = {
    url: url + path,
    method,
    connections,
    duration: seconds,
    ...(headers && { headers: { ...headers } }),
    ...(body && { body }),
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(options, (error: unknown, measured) => {
      if (error instanceof Error) reject(error);
      else resolve(measured);
    });
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (status >= 300) return;
      latencies.push(milliseconds);
      const second = Math.floor((performance.now() - startedAt) / 1000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
    });
  });
  const failures = result.errors + result.timeouts;
  if (failures > 0) byStatus.error = failures;
  return {
    seconds: result.duration,
    byStatus,
    latency: percentiles(latencies),
    perSecond: filled(perSecond),
  };
}

/** A user: asks something, waits for the answer, thinks, and asks something else. */
export interface User {
  /** What to ask next. */
  readonly next: () => Question;
  /** How long it thinks then, milliseconds. */
  readonly thinkMs: () => number;
  /** Where it comes from, as a proxy would say. */
  readonly address?: string;
}

/** Lets users ask at their own pace. */
export async function live(url: string, users: readonly User[], seconds: number): Promise<Load[]> {
  const endMs = performance.now() + seconds * 1000;
  return Promise.all(users.map((user) => liveAs(url, user, endMs, seconds)));
}

async function liveAs(url: string, user: User, endMs: number, seconds: number): Promise<Load> {
  const startedAt = endMs - seconds * 1000;
  const latencies: number[] = [];
  const byStatus: Record<string, number> = {};
  const perSecond: number[] = new Array<number>(Math.ceil(seconds)).fill(0);
  while (performance.now() < endMs) {
    const { method, path, headers, body } = user.next();
    const from = user.address === undefined ? {} : { 'x-forwarded-for': user.address };
    const askedAt = performance.now();
    let status = 'error';
    try {
      const answer = await fetch(url + path, {
        method,
        headers: { ...headers, ...from },
        ...(body && { body: new Uint8Array(body) }),
      });
      await answer.arrayBuffer();
      status = String(answer.status);
    } catch {
      // Counted below: the connection broke, which is what is measured here.
    }
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (status.startsWith('2')) {
      latencies.push(performance.now() - askedAt);
      const second = Math.floor((performance.now() - startedAt) / 1000);
      if (second < perSecond.length) perSecond[second]!++;
    }
    await delay(user.thinkMs());
  }
  return { seconds, byStatus, latency: percentiles(latencies), perSecond };
}

/** Several loads that ran at the same time, as one. Percentiles are the worst of them. */
export function together(loads: readonly Load[]): Load {
  const byStatus: Record<string, number> = {};
  for (const load of loads) {
    for (const [status, count] of Object.entries(load.byStatus)) {
      byStatus[status] = (byStatus[status] ?? 0) + count;
    }
  }
  const longest = Math.max(...loads.map(({ perSecond }) => perSecond.length));
  const worst = (key: keyof Percentiles): number =>
    Math.max(...loads.map(({ latency }) => latency[key]));
  return {
    seconds: Math.max(...loads.map(({ seconds }) => seconds)),
    byStatus,
    latency: {
      p50: worst('p50'),
      p90: worst('p90'),
      p95: worst('p95'),
      p99: worst('p99'),
      max: worst('max'),
    },
    perSecond: Array.from({ length: longest }, (_, second) =>
      loads.reduce((sum, { perSecond }) => sum + (perSecond[second] ?? 0), 0),
    ),
  };
}

/** Answers with 2xx. */
export function good({ byStatus }: Load): number {
  return Object.entries(byStatus)
    .filter(([status]) => status.startsWith('2'))
    .reduce((sum, [, count]) => sum + count, 0);
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** A second without an answer is a hole in the list. */
function filled(counts: readonly (number | undefined)[]): number[] {
  return Array.from(counts, (count) => count ?? 0);
}
