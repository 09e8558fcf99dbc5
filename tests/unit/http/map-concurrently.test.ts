import fc from 'fast-check';
import { mapConcurrently } from '../../../src/config/map-concurrently';

describe('mapConcurrently', () => {
  it('gives the results in the order of the items, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer(), { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        async (scheduler, items, limit) => {
          let atWork = 0;
          let mostAtWork = 0;
          const mapped = mapConcurrently(items, limit, async (item, index) => {
            atWork += 1;
            mostAtWork = Math.max(mostAtWork, atWork);
            await scheduler.schedule(Promise.resolve());
            atWork -= 1;
            return [item, index];
          });
          await scheduler.waitFor(mapped);
          expect(await mapped).toEqual(items.map((item, index) => [item, index]));
          expect(mostAtWork).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  it('rejects with the first rejection and begins nothing more', async () => {
    const begun: number[] = [];
    const mapped = mapConcurrently([0, 1, 2, 3, 4, 5], 2, (item) => {
      begun.push(item);
      return item === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(item);
    });
    await expect(mapped).rejects.toThrow('broken');
    expect(begun).not.toContain(5);
  });
});
