import fc from 'fast-check';
import { Batcher } from '../../../src/inference/batcher';
import { QueueFullError } from '../../../src/inference/errors';
import { ManualBatches } from './manual-batches';
import { ManualClock } from './manual-clock';
import { settle } from './settle';

type Step =
  | { readonly kind: 'submit'; readonly count: number }
  | { readonly kind: 'abort'; readonly pick: number }
  | { readonly kind: 'succeed'; readonly pick: number }
  | { readonly kind: 'fail'; readonly pick: number }
  | { readonly kind: 'advance'; readonly ms: number };

const pick = fc.nat({ max: 100 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('submit'), count: fc.nat({ max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort'), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('succeed'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail'), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance'), ms: fc.nat({ max: 40 }) }) },
);
const limits = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  fullBatchesAhead: fc.nat({ max: 2 }),
  maxBatchSize: fc.integer({ min: 1, max: 6 }),
  maxDelayMs: fc.nat({ max: 10 }),
  maxQueueSize: fc.integer({ min: 1, max: 16 }),
  timeoutMs: fc.integer({ min: 20, max: 100 }),
});
type Limits = typeof limits extends fc.Arbitrary<infer T> ? T : never;

interface Request {
  readonly items: readonly number[];
  readonly client: AbortController;
  readonly wasFullBefore: boolean;
  answer?: PromiseSettledResult<string[]>;
}

/** A batcher that is driven step by step, with every request it was ever given. */
class Scenario {
  readonly clock = new ManualClock();
  readonly batches = new ManualBatches();
  readonly requests: Request[] = [];
  readonly batcher: Batcher<number, string>;
  #nextItem = 0;

  constructor(readonly limits: Limits) {
    this.batcher = new Batcher({
      ...limits,
      run: this.batches.run,
      hasIdle: () => false,
      clock: this.clock,
    });
  }

  async take(step: Step): Promise<void> {
    const { running } = this.batches;
    const picked =
      'pick' in step && running.length > 0 ? running[step.pick % running.length] : undefined;
    switch (step.kind) {
      case 'submit':
        this.#submit(step.count);
        break;
      case 'abort':
        this.requests[step.pick % Math.max(1, this.requests.length)]?.client.abort();
        break;
      case 'succeed':
        picked?.succeed();
        break;
      case 'fail':
        picked?.fail(new Error('the batch failed'));
        break;
      case 'advance':
        this.clock.advance(step.ms);
        break;
    }
    await settle();
  }

  async finish(): Promise<void> {
    const closed = this.batcher.close();
    while (this.batches.running.length > 0) await this.take({ kind: 'succeed', pick: 0 });
    await closed;
    await settle();
  }

  #submit(count: number): void {
    const items = Array.from({ length: count }, () => this.#nextItem++);
    const { queuedItems } = this.batcher;
    const wasFullBefore = queuedItems > 0 && queuedItems + count > this.limits.maxQueueSize;
    const request: Request = { items, client: new AbortController(), wasFullBefore };
    this.requests.push(request);
    this.batcher.submit(items, request.client.signal).then(
      (value) => (request.answer = { status: 'fulfilled', value }),
      (reason: unknown) => (request.answer = { status: 'rejected', reason }),
    );
  }
}

function everyScenario(
  check: (scenario: Scenario, steps: readonly Step[]) => Promise<void>,
): fc.IAsyncProperty<[Limits, Step[]]> {
  return fc.asyncProperty(limits, fc.array(step, { maxLength: 40 }), (limits, steps) =>
    check(new Scenario(limits), steps),
  );
}

describe('batcher, whatever happens', () => {
  it('answers every request exactly as it asked, or says why not', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        for (const step of steps) await scenario.take(step);
        await scenario.finish();
        for (const { items, answer } of scenario.requests) {
          expect(answer).toBeDefined();
          if (answer?.status === 'fulfilled') expect(answer.value).toEqual(items.map(String));
        }
      }),
    ));

  it('answers everyone it took when nothing goes wrong', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        for (const step of steps) {
          if (step.kind === 'submit' || step.kind === 'succeed') await scenario.take(step);
        }
        await scenario.finish();
        for (const { answer, wasFullBefore, items } of scenario.requests) {
          const isRefused = wasFullBefore && items.length > 0;
          expect(answer?.status).toBe(isRefused ? 'rejected' : 'fulfilled');
        }
      }),
    ));

  it('runs no item twice, none of a refused request, and none out of turn', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        for (const step of steps) await scenario.take(step);
        await scenario.finish();
        const ran = scenario.batches.started.flat();
        expect(ran).toEqual([...new Set(ran)].sort((a, b) => a - b));
        const refused = scenario.requests.filter(({ wasFullBefore }) => wasFullBefore);
        for (const { items } of refused) for (const item of items) expect(ran).not.toContain(item);
      }),
    ));

  it('never exceeds a limit', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        const { concurrency, fullBatchesAhead, maxBatchSize, maxQueueSize } = scenario.limits;
        for (const step of steps) {
          const largestAlone = step.kind === 'submit' && scenario.batcher.queuedItems === 0;
          const before = scenario.batcher.queuedItems;
          await scenario.take(step);
          const { running } = scenario.batches;
          expect(running.length).toBeLessThanOrEqual(concurrency + fullBatchesAhead);
          // What was begun beyond the ordinary was full: of that many, so many are full.
          const full = running.filter(({ items }) => items.length === maxBatchSize);
          expect(full.length).toBeGreaterThanOrEqual(running.length - concurrency);
          for (const { items } of running) expect(items.length).toBeLessThanOrEqual(maxBatchSize);
          const limit = largestAlone ? Infinity : Math.max(maxQueueSize, before);
          expect(scenario.batcher.queuedItems).toBeLessThanOrEqual(limit);
        }
        await scenario.finish();
      }),
    ));

  it('counts what waits and what runs', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        for (const step of steps) {
          await scenario.take(step);
          const running = scenario.batches.running.flatMap(({ items }) => items);
          expect(scenario.batcher.runningItems).toBe(running.length);
        }
        await scenario.finish();
        expect(scenario.batcher.queuedItems).toBe(0);
        expect(scenario.batcher.runningItems).toBe(0);
        expect(scenario.clock.timers).toBe(0);
      }),
    ));

  it('refuses for a full queue exactly when it is full', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        for (const step of steps) await scenario.take(step);
        await scenario.finish();
        for (const { answer, wasFullBefore, items } of scenario.requests) {
          const isRefused =
            answer?.status === 'rejected' && answer.reason instanceof QueueFullError;
          expect(isRefused).toBe(wasFullBefore && items.length > 0);
        }
      }),
    ));

  it('keeps nothing waiting while it is idle', () =>
    fc.assert(
      everyScenario(async (scenario, steps) => {
        for (const step of steps) {
          await scenario.take(step);
          if (scenario.batches.running.length === 0) expect(scenario.batcher.queuedItems).toBe(0);
        }
        await scenario.finish();
      }),
    ));
});
