import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { Question } from './pictures';

/** Connections that wait for a response at the same time. */
const MAX_SOCKETS = 256;

/** What came of a load. */
export interface Load {
  readonly seconds: number;
  /** Answers by status; `error` for those that never came. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Of the answers with 2xx, second by second, how long each took, milliseconds. */
  readonly latencies: readonly (readonly number[])[];
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
  const answers = new Answers();
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
      answers.add(status, milliseconds);
    });
  });
  for (let failed = result.errors + result.timeouts; failed > 0; failed--) answers.addError();
  return answers.load(result.duration);
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
  const answers = new Answers();
  while (performance.now() < endMs) {
    const { method, path, headers, body } = user.next();
    const from = user.address === undefined ? {} : { 'x-forwarded-for': user.address };
    const askedAt = performance.now();
    try {
      const answer = await fetch(url + path, {
        method,
        headers: { ...headers, ...from },
        ...(body && { body: new Uint8Array(body) }),
      });
      await answer.arrayBuffer();
      answers.add(answer.status, performance.now() - askedAt);
    } catch {
      // The connection broke, which is what is measured here.
      answers.addError();
    }
    await delay(user.thinkMs());
  }
  return answers.load(seconds);
}

/**
 * Asks at a fixed rate, however long the responses take: a service that becomes slower gets no fewer
 * requests because of it.
 *
 * @param next what the request of this number, from 0, is
 */
export async function steadily(
  url: string,
  next: (index: number) => Question,
  perSecond: number,
  seconds: number,
): Promise<Load> {
  const answers = new Answers();
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const startMs = performance.now();
  const asked: Promise<void>[] = [];
  for (let i = 0; i < perSecond * seconds; i++) {
    const waitMs = startMs + (i * 1000) / perSecond - performance.now();
    if (waitMs > 0) await delay(waitMs);
    asked.push(askOnce(agent, url, next(i), answers));
  }
  await Promise.all(asked);
  agent.destroy();
  return answers.load((performance.now() - startMs) / 1000);
}

async function askOnce(
  agent: Agent,
  url: string,
  { method, path, headers, body }: Question,
  answers: Answers,
): Promise<void> {
  const askedAt = performance.now();
  const length = { 'content-length': String(body?.length ?? 0) };
  await new Promise<void>((resolve) => {
    const fail = (): void => {
      answers.addError();
      resolve();
    };
    request(url + path, { method, agent, headers: { ...headers, ...length } }, (response) => {
      response
        .once('error', fail)
        .once('end', () => {
          answers.add(response.statusCode ?? 0, performance.now() - askedAt);
          resolve();
        })
        .resume();
    })
      .once('error', fail)
      .end(body);
  });
}

/** Several loads that ran at the same time, as one. */
export function together(loads: readonly Load[]): Load {
  const byStatus: Record<string, number> = {};
  for (const load of loads) {
    for (const [status, count] of Object.entries(load.byStatus)) {
      byStatus[status] = (byStatus[status] ?? 0) + count;
    }
  }
  const longest = Math.max(...loads.map(({ latencies }) => latencies.length));
  return {
    seconds: Math.max(...loads.map(({ seconds }) => seconds)),
    byStatus,
    latencies: Array.from({ length: longest }, (_, second) =>
      loads.flatMap(({ latencies }) => latencies[second] ?? []),
    ),
  };
}

/** Answers with 2xx. */
export function good({ byStatus }: Load): number {
  return Object.entries(byStatus)
    .filter(([status]) => isGood(status))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Of the answers with 2xx, milliseconds; not a number where there are none. */
export function latencyOf({ latencies }: Load): Percentiles {
  const sorted = latencies.flat().sort((a, b) => a - b);
  const at = (share: number): number => percentile(sorted, share);
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** A share (0-1) of the answers of each second took at most so long, milliseconds. */
export function latencyBySecond({ latencies }: Load, share: number): number[] {
  return latencies.map((ofSecond) =>
    ofSecond.length === 0
      ? 0
      : percentile(
          ofSecond.toSorted((a, b) => a - b),
          share,
        ),
  );
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function isGood(status: string): boolean {
  return status.startsWith('2');
}

/** Answers as they come. */
class Answers {
  readonly #startedAt = performance.now();
  readonly #byStatus: Record<string, number> = {};
  readonly #latencies: number[][] = [];

  add(status: number, milliseconds: number): void {
    this.#count(String(status));
    if (!isGood(String(status))) return;
    const second = Math.floor((performance.now() - this.#startedAt) / 1000);
    while (this.#latencies.length <= second) this.#latencies.push([]);
    this.#latencies[second]!.push(milliseconds);
  }

  addError(): void {
    this.#count('error');
  }

  load(seconds: number): Load {
    return { seconds, byStatus: this.#byStatus, latencies: this.#latencies };
  }

  #count(status: string): void {
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
  }
}
