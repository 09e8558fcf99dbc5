import fc from 'fast-check';
import { startVisit, type Visit } from '../support/browser';

interface Batch {
  readonly sizes: readonly number[];
  readonly maxFiles: number;
  readonly maxBytes: number;
}

const batch: fc.Arbitrary<Batch> = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }),
  maxFiles: fc.integer({ min: 1, max: 10 }),
  maxBytes: fc.integer({ min: 1, max: 100 }),
});

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

describe('files shared out over requests', () => {
  it('keep their order and the limits, and need no request more than that', async () => {
    const batches = fc.sample(batch, 500);
    const { page } = await visit.open();
    // As text: what runs in the page must not be compiled for here.
    const answers: number[][][] = await page.evaluate(`(async () => {
      const { inRequests } = await import('/js/requests.js');
      return ${JSON.stringify(batches)}.map(({ sizes, ...limits }) => {
        const files = sizes.map((size) => ({ size }));
        return inRequests(files, limits).map((request) => request.map(({ size }) => size));
      });
    })()`);
    await page.context().close();

    expect(answers).toHaveLength(batches.length);
    for (const [i, requests] of answers.entries()) {
      const { sizes, maxFiles, maxBytes } = batches[i]!;
      expect(requests.flat()).toEqual(sizes);
      for (const [position, request] of requests.entries()) {
        expect(request.length).toBeGreaterThan(0);
        expect(request.length).toBeLessThanOrEqual(maxFiles);
        if (request.length > 1) expect(total(request)).toBeLessThanOrEqual(maxBytes);
        const next = requests[position + 1];
        const hadRoom = (first: number): boolean =>
          request.length < maxFiles && total(request) + first <= maxBytes;
        if (next !== undefined) expect(hadRoom(next[0]!)).toBe(false);
      }
    }
  });
});

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
