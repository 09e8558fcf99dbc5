import { driftState } from '../../../../src/monitoring/drift/drift-state';
import { madeUpWindow } from './made-up-windows';

describe('the state of drift', () => {
  const calm = [1, 2, 3].map((id) => madeUpWindow(id));

  it('is unknown until a window is closed that says something', () => {
    expect(driftState([])).toEqual({ kind: 'unknown' });
    expect(driftState([{ ...madeUpWindow(1), isClosed: false }])).toEqual({ kind: 'unknown' });
    const few = { classes: null, confidence: null, features: null, pixels: null };
    expect(driftState([{ ...madeUpWindow(1), unlikeness: few }])).toEqual({ kind: 'unknown' });
  });

  it('begins with one window that is far off', () => {
    expect(driftState([...calm, madeUpWindow(4, { pixels: 3 })])).toEqual({
      kind: 'drifting',
      since: 4000,
      signals: ['pixels'],
    });
  });

  it('begins with two in a row in which the same signal is off, and not with one', () => {
    const once = [...calm, madeUpWindow(4, { features: 1.2 })];
    expect(driftState(once)).toEqual({ kind: 'none' });
    expect(driftState([...once, madeUpWindow(5, { classes: 1.2 })])).toEqual({ kind: 'none' });
    expect(driftState([...once, madeUpWindow(5, { features: 1.1 })])).toEqual({
      kind: 'drifting',
      since: 4000,
      signals: ['features'],
    });
  });

  it('ends with two in a row that look as they should, and not with one', () => {
    const drifting = [...calm, madeUpWindow(4, { classes: 5 })];
    expect(driftState([...drifting, madeUpWindow(5)]).kind).toBe('drifting');
    expect(driftState([...drifting, madeUpWindow(5), madeUpWindow(6, { classes: 5 })]).kind).toBe(
      'drifting',
    );
    expect(driftState([...drifting, madeUpWindow(5), madeUpWindow(6)])).toEqual({ kind: 'none' });
  });

  it('says all that has looked different since it began', () => {
    const windows = [madeUpWindow(1, { pixels: 9 }), madeUpWindow(2, { classes: 9 })];
    expect(driftState(windows)).toEqual({
      kind: 'drifting',
      since: 1000,
      signals: ['classes', 'pixels'],
    });
  });
});
