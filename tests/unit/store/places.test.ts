import { Places } from '../../../src/store/places';

describe('places in the history', () => {
  it('are the time of the clock while it goes forward', () => {
    const places = new Places();
    expect([5, 5, 6, 900, 900].map((at) => places.next(at))).toEqual([5, 5, 6, 900, 900]);
  });

  it('never go back when the clock does, and join it when it has caught up', () => {
    const places = new Places();
    expect([1000, 10, 10, 11, 12, 1002, 1003, 1004].map((at) => places.next(at))).toEqual([
      1000, 1001, 1001, 1002, 1003, 1004, 1005, 1006,
    ]);
    expect([2000, 2001].map((at) => places.next(at))).toEqual([2000, 2001]);
  });

  it('go on after a restart where they were', () => {
    const places = new Places(1000);
    expect(places.next(10)).toBe(1001);
    expect(places.next(1001)).toBe(1001);
  });
});
