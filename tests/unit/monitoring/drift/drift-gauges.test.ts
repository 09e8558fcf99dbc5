import { setImmediate as settled } from 'node:timers/promises';
import { driftGauges } from '../../../../src/monitoring/drift/drift-gauges';
import type { DriftReport } from '../../../../src/monitoring/drift/drift-report';
import { madeUpWindow } from './made-up-windows';

const REPORT: DriftReport = {
  modelVersion: 'v1',
  classNames: ['a', 'b'],
  state: { kind: 'drifting', since: 1, signals: ['pixels'] },
  windows: [
    { ...madeUpWindow(1, { pixels: 3 }), feedback: { predictions: 0, right: 0 } },
    { ...madeUpWindow(2), isClosed: false, feedback: { predictions: 0, right: 0 } },
  ],
  reference: { pictures: 2000, accuracy: 0.9, classMix: [1000, 1000] },
  reason: null,
  strangest: [],
};

describe('the gauges of drift', () => {
  it('say what is known of the last closed window, and are read anew after a while', async () => {
    let nowMs = 0;
    let reads = 0;
    const [active, unlikeness, accuracy] = driftGauges({
      report() {
        reads++;
        return Promise.resolve(REPORT);
      },
      onError(error) {
        throw error;
      },
      monotonicMs: () => nowMs,
    });
    expect(await active!.read()).toEqual([]);
    await settled();
    expect(await active!.read()).toEqual([{ labels: { version: 'v1' }, value: 1 }]);
    expect(await unlikeness!.read()).toContainEqual({
      labels: { version: 'v1', signal: 'pixels' },
      value: 3,
    });
    expect(await accuracy!.read()).toHaveLength(2);
    expect(reads).toBe(1);
    nowMs = 20_000;
    await active!.read();
    expect(reads).toBe(2);
  });

  it('say nothing while the model loads', () => {
    const gauges = driftGauges({
      report: () => undefined,
      onError: () => undefined,
      monotonicMs: () => 0,
    });
    for (const { read } of gauges) expect(read()).toEqual([]);
  });
});
