import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { openIdentities } from '../src/auth/identities';
import { newKeyText } from '../src/auth/key-text';
import { SecretBox } from '../src/auth/secret-box';
import { createLogger } from '../src/observability/create-logger';
import { describeMachine } from '../src/observability/machine';
import { openStorage } from '../src/store/open-storage';
import { signed } from '../tests/support/sign';
import { bareChain, guardedChain, type Chain } from './guard/chains';
import { PATH, sendThrough, type MadeUpRequest } from './guard/made-up-requests';
import { pictureOf, predictQuestion } from './load/pictures';
import { median } from './median';
import { runBenchmark } from './run-benchmark';

interface Options {
  readonly requests: number;
  readonly signed: number;
  readonly rounds: number;
}

interface Variant {
  readonly name: string;
  readonly chain: Chain;
  readonly request: () => MadeUpRequest;
  /** How many of them a round has. */
  readonly requests: number;
  /** The HTTP status that is expected of every one, or one of these. */
  readonly statuses: readonly number[];
  /** Microseconds of processor time a request, by round. */
  readonly costs: number[];
}

async function measureGuard({ requests, signed: signedRequests, rounds }: Options): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-guard-'));
  const storage = await openStorage(folder);
  try {
    const identities = openIdentities({
      keys: storage.keys,
      people: storage.people,
      box: new SecretBox('a secret of a service that is measured'),
      sessionIdleMs: 3_600_000,
      sessionMaxMs: 3_600_000,
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      newId: uuidv7,
      logger: createLogger({ level: 'error', format: 'text', file: '' }),
    });
    const wishes = { role: 'labeler', scopes: ['predict'], createdBy: 'the benchmark' } as const;
    const { text: key } = await identities.keys.create({ ...wishes, name: 'shown' });
    const signing = await identities.keys.create({ ...wishes, name: 'signs', signing: 'required' });
    const signer = { id: signing.key.id, secret: signing.signingSecret! };
    const body = predictQuestion(await pictureOf('png-32')).body!;
    const guarded = guardedChain(identities, { countsRequests: true });
    const uncounted = guardedChain(identities, { countsRequests: false });
    const withKey = (text: string) => (): MadeUpRequest => ({
      headers: { authorization: `Bearer ${text}` },
      body,
    });
    const signedRequest = (): MadeUpRequest => ({
      headers: signed(signer, { method: 'POST', target: PATH, body, at: Date.now() }),
      body,
    });
    // Signing is the sender's work: the service without a guard is sent such a request as well.
    const variants: readonly Variant[] = (
      [
        ['no guard', bareChain(), withKey(key), requests, [200]],
        ['a good key', guarded, withKey(key), requests, [200]],
        ['a good key, not counted', uncounted, withKey(key), requests, [200]],
        ['no guard, signed', bareChain(), signedRequest, signedRequests, [200]],
        ['a signed request', guarded, signedRequest, signedRequests, [200]],
        ['an unknown key', guarded, () => withKey(newKeyText().text)(), requests, [401, 429]],
        ['no guard, new key', bareChain(), () => withKey(newKeyText().text)(), requests, [200]],
        ['a wrong checksum', guarded, withKey(`${key.slice(0, -1)}!`), requests, [401, 429]],
      ] as const
    ).map(([name, chain, request, count, statuses]) => ({
      name,
      chain,
      request,
      requests: count,
      statuses,
      costs: [],
    }));
    for (const variant of variants) await measure(variant, Math.ceil(variant.requests / 4));
    for (let round = 0; round < rounds; round++) {
      // There and back, so that none is always the first.
      for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
        variant.costs.push(await measure(variant, variant.requests));
      }
    }
    console.log(
      `${describeMachine()}; ${rounds} rounds of ${requests} requests, ${signedRequests} signed; ` +
        'processor time of all threads, beyond that of the same request without a guard',
    );
    print(variants, 'a good key', 'no guard');
    print(variants, 'a good key, not counted', 'no guard');
    print(variants, 'a signed request', 'no guard, signed');
    print(variants, 'an unknown key', 'no guard, new key');
    print(variants, 'a wrong checksum', 'no guard');
  } finally {
    await storage.close();
    await rm(folder, { recursive: true });
  }
}

/**
 * @returns processor time a request, in microseconds
 * @throws {Error} when a request is answered otherwise than it should be
 */
async function measure(variant: Variant, requests: number): Promise<number> {
  const { chain, request, statuses, name } = variant;
  const before = process.cpuUsage();
  for (let i = 0; i < requests; i++) {
    const status = await sendThrough(chain, request());
    if (!statuses.includes(status)) throw new Error(`${name}: answered with ${status}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

function print(variants: readonly Variant[], name: string, base: string): void {
  const costsOf = (wanted: string): readonly number[] =>
    variants.find((variant) => variant.name === wanted)!.costs;
  const without = costsOf(base);
  const costs = costsOf(name).map((cost, i) => cost - without[i]!);
  console.log(
    `${name.padEnd(24)} ${median(costs).toFixed(1).padStart(6)} µs (${Math.min(...costs).toFixed(1)} ` +
      `to ${Math.max(...costs).toFixed(1)}), without a guard ${median(without).toFixed(1)} µs`,
  );
}

runBenchmark(
  {
    name: 'bench:guard',
    about:
      'What it costs POST /api/predict to find out who asks, whether they may and how often, and to ' +
      'check what they ask for: in turns with the same request without all that, over the real ' +
      'database, without HTTP and without a prediction.',
    options: {
      requests: { default: 20_000, about: 'requests of a round' },
      signed: { default: 2_000, about: 'signed requests of a round' },
      rounds: { default: 9, about: 'rounds of each' },
    },
  },
  measureGuard,
);
