import { Hysteresis } from '../../../src/alerts/hysteresis';

describe('hysteresis', () => {
  it('raises after so many bad looks in a row, and clears after so many good ones', () => {
    const steady = new Hysteresis({ raiseAfter: 2, clearAfter: 3 });
    const looks = [true, false, true, true, false, false, true, false, false, false, false];
    expect(looks.map((isBad) => steady.look(isBad))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('goes on where an instance before it has left off', () => {
    const steady = new Hysteresis({ raiseAfter: 2, clearAfter: 1, isRaised: true });
    expect(steady.look(true)).toBe(true);
    expect(steady.look(false)).toBe(false);
  });
});
