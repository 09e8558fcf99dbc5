import { MemoryAmounts } from '../../../../src/http/rate-limit/amounts';

describe('amounts in memory', () => {
  let nowMs: number;
  let amounts: MemoryAmounts;
  beforeEach(() => {
    nowMs = 5000;
    amounts = new MemoryAmounts(1000, () => nowMs);
  });

  it('add up for each client, in a window that begins with the first', async () => {
    expect(await amounts.used('a')).toEqual({ amount: 0, resetMs: 1000 });
    await amounts.add('a', 3);
    nowMs += 400;
    await amounts.add('a', 4);
    await amounts.add('b', 1);
    expect(await amounts.used('a')).toEqual({ amount: 7, resetMs: 600 });
    expect(await amounts.used('b')).toEqual({ amount: 1, resetMs: 1000 });
  });

  it('begin from nothing when the window is over', async () => {
    await amounts.add('a', 3);
    nowMs += 1000;
    expect(await amounts.used('a')).toEqual({ amount: 0, resetMs: 1000 });
    await amounts.add('a', 2);
    expect(await amounts.used('a')).toEqual({ amount: 2, resetMs: 1000 });
  });
});
