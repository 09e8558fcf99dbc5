import { inTurn } from '../../../../src/http/kit/in-turn';

describe('tasks in turn', () => {
  it('begin when the one before is over, even if it failed', async () => {
    const turn = inTurn();
    const told: string[] = [];
    let finish = (): void => undefined;
    const first = turn(async () => {
      told.push('first begins');
      await new Promise<void>((resolve) => (finish = resolve));
      told.push('first fails');
      throw new Error('no luck');
    });
    const second = turn(() => {
      told.push('second');
      return Promise.resolve(2);
    });
    await Promise.resolve();
    finish();
    await expect(first).rejects.toThrow('no luck');
    await expect(second).resolves.toBe(2);
    expect(told).toEqual(['first begins', 'first fails', 'second']);
  });
});
