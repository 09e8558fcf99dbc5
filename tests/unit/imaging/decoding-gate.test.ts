import fc from 'fast-check';
import { DecodingGate, type DecodingPriority } from '../../../src/imaging/decoding-gate';

const LIMITS = { maxPixels: 100, maxPictures: 3, maxBulkPictures: 2 };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Asks for a turn; `inside` is set as long as it has one. */
function ask(
  gate: DecodingGate,
  pixels: number,
  priority: DecodingPriority,
): { leave: () => void; isInside: boolean; client: AbortController; failed: boolean } {
  const client = new AbortController();
  const asked = { leave: (): void => undefined, isInside: false, failed: false, client };
  gate.enter(pixels, priority, client.signal).then(
    (leave) => {
      asked.isInside = true;
      asked.leave = () => {
        asked.isInside = false;
        leave();
      };
    },
    () => (asked.failed = true),
  );
  return asked;
}

describe('the gate before decoding', () => {
  it('lets in as many pictures, and as many pixels, as it may', async () => {
    const gate = new DecodingGate(LIMITS);
    const first = ask(gate, 60, 'single');
    const second = ask(gate, 50, 'single');
    const third = ask(gate, 10, 'single');
    await settle();
    expect([first, second, third].map(({ isInside }) => isInside)).toEqual([true, false, false]);
    first.leave();
    await settle();
    expect([second.isInside, third.isInside]).toEqual([true, true]);
    expect(gate.pixels).toBe(60);
  });

  it('decodes a picture that is larger than everything alone', async () => {
    const gate = new DecodingGate(LIMITS);
    const large = ask(gate, 1000, 'single');
    const small = ask(gate, 1, 'single');
    await settle();
    expect([large.isInside, small.isInside]).toEqual([true, false]);
    large.leave();
    await settle();
    expect(small.isInside).toBe(true);
  });

  it('keeps a place for single pictures, and lets them go first', async () => {
    const gate = new DecodingGate(LIMITS);
    const bulk = [1, 1, 1].map((pixels) => ask(gate, pixels, 'bulk'));
    await settle();
    expect(bulk.map(({ isInside }) => isInside)).toEqual([true, true, false]);
    const singles = [1, 1].map((pixels) => ask(gate, pixels, 'single'));
    await settle();
    expect(singles.map(({ isInside }) => isInside)).toEqual([true, false]);
    bulk[0]!.leave();
    await settle();
    expect([singles[1]!.isInside, bulk[2]!.isInside]).toEqual([true, false]);
  });

  it('forgets who has gone, and lets the next one in', async () => {
    const gate = new DecodingGate(LIMITS);
    const first = ask(gate, 90, 'bulk');
    const gone = ask(gate, 50, 'bulk');
    const next = ask(gate, 10, 'bulk');
    await settle();
    gone.client.abort();
    await settle();
    expect([gone.failed, next.isInside]).toEqual([true, true]);
    first.leave();
    first.leave();
    next.leave();
    await settle();
    expect(gate.pixels).toBe(0);
  });

  it('never holds more than it may, and in the end has let everybody in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            pixels: fc.integer({ min: 1, max: 120 }),
            priority: fc.constantFrom<DecodingPriority>('single', 'bulk'),
            leaves: fc.nat({ max: 10 }),
            goes: fc.boolean(),
          }),
          { maxLength: 30 },
        ),
        async (steps) => {
          const gate = new DecodingGate(LIMITS);
          const all: (ReturnType<typeof ask> & { pixels: number })[] = [];
          const check = (): void => {
            const inside = all.filter(({ isInside }) => isInside);
            const pixels = inside.reduce((sum, one) => sum + one.pixels, 0);
            expect(gate.pixels).toBe(pixels);
            expect(inside.length === 1 || pixels <= LIMITS.maxPixels).toBe(true);
            expect(inside.length).toBeLessThanOrEqual(LIMITS.maxPictures);
          };
          for (const { pixels, priority, leaves, goes } of steps) {
            all.push(Object.assign(ask(gate, pixels, priority), { pixels }));
            await settle();
            const picked = all[leaves];
            if (goes) picked?.client.abort();
            if (picked?.isInside === true) picked.leave();
            await settle();
            check();
          }
          for (let left = all.length; left > 0; left--) {
            all.find(({ isInside }) => isInside)?.leave();
            await settle();
            check();
          }
          expect(gate.pixels).toBe(0);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});
