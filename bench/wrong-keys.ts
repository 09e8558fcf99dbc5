import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pidusage from 'pidusage';
import { uuidv7 } from 'uuidv7';
import { KeyDesk } from '../src/auth/key-desk';
import { SecretBox } from '../src/auth/secret-box';
import { openServiceSecret } from '../src/auth/service-secret';
import { describeMachine } from '../src/observability/machine';
import { openHistoryDatabase } from '../src/store/open-history-database';
import { storeTables } from '../src/store/store-tables';
import { buildServer, ServerProcess } from '../tests/support/server-process';
import { good, latencyOf, steadily, type Load } from './load/drive';
import { pictureOf, predictQuestion, type Question } from './load/pictures';
import type { Senders } from './load/wrong-key-questions';
import type { WrongKeyOrder, WrongKeyReport } from './load/wrong-key-sender';
import { median } from './median';
import { runBenchmark } from './run-benchmark';

const ROOT = path.join(__dirname, '..');
const SENDER = path.join(__dirname, 'load', 'wrong-key-sender.ts');
const GOOD_ADDRESS = '10.0.0.1';
const WARM_UP_SECONDS = 2;
/** What a key may have as a limit of its own. */
const MOST_PER_MINUTE = 1_000_000;

interface Options {
  readonly rate: number;
  readonly wrong: number;
  readonly seconds: number;
  readonly rounds: number;
}

interface Round {
  readonly good: Load;
  /** undefined where no wrong keys were sent. */
  readonly wrong: WrongKeyReport | undefined;
  /** Share of one core that the service used, all of its threads together. */
  readonly cores: number;
}

interface Variant {
  readonly name: string;
  /** undefined for no wrong keys. */
  readonly senders: Senders | undefined;
  readonly rounds: Round[];
}

async function measureWrongKeys({ rate, wrong, seconds, rounds }: Options): Promise<void> {
  buildServer();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-wrong-keys-'));
  const goodKey = await makeKey(folder);
  const server = new ServerProcess(folder, {
    NODE_ENV: 'production',
    AUTH: 'on',
    RATE_LIMIT_ENABLED: 'true',
    TRUST_PROXY: '1',
    MODEL_DIR: path.join(ROOT, 'models'),
    PERSISTENCE_DIR: folder,
    INFERENCE_WORKERS: '0',
  });
  const sender = fork(SENDER);
  try {
    const url = await server.ready();
    const question = goodQuestion(predictQuestion(await pictureOf('png-32')), goodKey);
    const variants: readonly Variant[] = [
      { name: 'no wrong keys', senders: undefined, rounds: [] },
      { name: 'from 10,000 addresses', senders: 10_000, rounds: [] },
      { name: 'from one address', senders: '10.2.0.1', rounds: [] },
      { name: 'from the address of the good key', senders: GOOD_ADDRESS, rounds: [] },
    ];
    const play = async ({ senders }: Variant, roundSeconds: number): Promise<Round> => {
      const { ctime: before } = await pidusage(server.pid);
      const startMs = performance.now();
      const [load, report] = await Promise.all([
        steadily(url, () => question, rate, roundSeconds),
        senders === undefined
          ? undefined
          : sendWrongKeys(sender, {
              url,
              goodKey,
              senders,
              perSecond: wrong / 60,
              seconds: roundSeconds,
            }),
      ]);
      const { ctime: after } = await pidusage(server.pid);
      return {
        good: load,
        wrong: report,
        cores: (after - before) / (performance.now() - startMs),
      };
    };
    for (const variant of variants) await play(variant, WARM_UP_SECONDS);
    for (let round = 0; round < rounds; round++) {
      // There and back, so that none is always the first.
      for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
        variant.rounds.push(await play(variant, seconds));
      }
    }
    console.log(
      `${describeMachine()}; ${rate} good predictions a second, ${wrong} wrong keys a minute, ` +
        `${rounds} × ${seconds} s, the senders on the same machine`,
    );
    console.table(variants.map((variant) => rowOf(variant, variants[0]!)));
    check(variants);
  } finally {
    sender.kill();
    await server.destroy();
    await rm(folder, { recursive: true });
  }
}

/** Makes the key of the client that is in the right, before the service is started. */
async function makeKey(folder: string): Promise<string> {
  const database = await openHistoryDatabase(folder);
  try {
    const desk = new KeyDesk({
      store: storeTables(database).keys,
      box: new SecretBox(await openServiceSecret({ folder, configured: '' })),
      newId: uuidv7,
      now: () => Date.now(),
      onChange: () => undefined,
    });
    const { text } = await desk.create({
      name: 'good',
      role: 'labeler',
      scopes: ['predict'],
      // The usual 30 predictions a minute are too few to measure anything by.
      requestsPerMinute: MOST_PER_MINUTE,
      createdBy: 'the benchmark',
    });
    return text;
  } finally {
    await database.destroy();
  }
}

function goodQuestion(prediction: Question, key: string): Question {
  const proof = { authorization: `Bearer ${key}`, 'x-forwarded-for': GOOD_ADDRESS };
  return { ...prediction, headers: { ...prediction.headers, ...proof } };
}

async function sendWrongKeys(sender: ChildProcess, order: WrongKeyOrder): Promise<WrongKeyReport> {
  const reported = once(sender, 'message');
  sender.send(order);
  const [report] = (await reported) as [WrongKeyReport];
  return report;
}

/** Medians over the rounds; ratios are those to the round without wrong keys beside each one. */
function rowOf({ name, rounds }: Variant, base: Variant): Record<string, string | number> {
  const at = (of: (round: Round) => number): number => median(rounds.map(of));
  const ratio = (of: (round: Round) => number): number =>
    median(rounds.map((round, i) => of(round) / of(base.rounds[i]!)));
  const p50 = (round: Round): number => latencyOf(round.good).p50;
  const p99 = (round: Round): number => latencyOf(round.good).p99;
  const statuses = new Map<string, number>();
  for (const { wrong } of rounds) {
    for (const [status, count] of Object.entries(wrong?.byStatus ?? {})) {
      statuses.set(status, (statuses.get(status) ?? 0) + count);
    }
  }
  const sent = (round: Round): number =>
    round.wrong === undefined ? 0 : (60 * total(round.wrong)) / round.wrong.seconds;
  return {
    'wrong keys': name,
    'p50, ms': rounded(at(p50)),
    'p99, ms': rounded(at(p99)),
    'p50 ratio': rounded(ratio(p50)),
    'p99 ratio': rounded(ratio(p99)),
    'CPU, % of a core': Math.round(at(({ cores }) => cores * 100)),
    'wrong a minute': Math.round(at(sent)),
    'answered with': [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '),
    'got in': rounds.reduce((sum, round) => sum + gotIn(round), 0),
  };
}

/** @throws {Error} when a wrong key got in, or a good one did not */
function check(variants: readonly Variant[]): void {
  const rounds = variants.flatMap((variant) => variant.rounds);
  const inside = rounds.reduce((sum, round) => sum + gotIn(round), 0);
  const outside = rounds.reduce((sum, { good: load }) => sum + total(load) - good(load), 0);
  if (inside > 0) throw new Error(`${inside} wrong keys got in`);
  if (outside > 0) throw new Error(`${outside} predictions with the good key failed`);
}

/** How many wrong keys were answered with anything but 401 and 429, or an error of the connection. */
function gotIn({ wrong }: Round): number {
  const byStatus = wrong?.byStatus ?? {};
  return Object.entries(byStatus)
    .filter(([status]) => !['401', '429', 'error'].includes(status))
    .reduce((sum, [, count]) => sum + count, 0);
}

function total({ byStatus }: Pick<Load, 'byStatus'>): number {
  return Object.values(byStatus).reduce((sum, count) => sum + count, 0);
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

runBenchmark(
  {
    name: 'bench:wrong-keys',
    about:
      'What a flood of wrong keys does to predictions with a good one: how long these take with ' +
      'and without it, in turns, and whether a wrong one gets in. AUTH=on, the usual rate limits.',
    options: {
      rate: { default: 50, about: 'good predictions a second' },
      wrong: { default: 10_000, about: 'wrong keys a minute' },
      seconds: { default: 10, about: 'seconds of a round' },
      rounds: { default: 5, about: 'rounds of each' },
    },
  },
  measureWrongKeys,
);
