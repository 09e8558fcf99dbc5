import { AutomaticTrigger, type AutomaticOptions } from '../../../src/jobs/automatic-retraining';
import { NothingToLearnError } from '../../../src/jobs/check-head-request';
import type { AutomaticRetraining } from '../../../src/jobs/job-desk';
import { JobOpenError, type Job } from '../../../src/store/jobs/job';
import { recordingLogger } from '../../support/recording-logger';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-01-01T02:30:00');
const NO_RULES: AutomaticRetraining = {
  newSamples: null,
  feedbackAccuracyBelow: null,
  schedule: null,
  minIntervalMinutes: 60,
};

let nowMs: number;
/** How far the clock is set wrong. */
let wrongMs: number;
let submitted: string[];
let latest: (Pick<Job, 'createdAt'> & Partial<Job>) | undefined;
let changed: number;
let accuracy: number | null;

beforeEach(() => {
  nowMs = START;
  wrongMs = 0;
  submitted = [];
  latest = undefined;
  changed = 0;
  accuracy = null;
});

function trigger(
  rules: Partial<AutomaticRetraining>,
  changes: Partial<AutomaticOptions> = {},
): AutomaticTrigger {
  return new AutomaticTrigger({
    desk: {
      submit(mode, _settings, reason) {
        submitted.push(`${mode} ${reason}`);
        latest = { createdAt: nowMs + wrongMs };
        return Promise.resolve({ id: 'a' } as Job);
      },
      latest: () => Promise.resolve(latest as Job | undefined),
    },
    rules: { ...NO_RULES, ...rules },
    changedSamples: () => Promise.resolve(changed),
    feedbackAccuracy: () => Promise.resolve(accuracy),
    logger: recordingLogger(),
    now: () => new Date(nowMs + wrongMs),
    monotonicMs: () => nowMs - START,
    ...changes,
  });
}

describe('automatic retraining', () => {
  it('begins when enough samples are new, and not before', async () => {
    const rules = trigger({ newSamples: 10 });
    changed = 9;
    await rules.look();
    expect(submitted).toEqual([]);
    changed = 10;
    await rules.look();
    expect(submitted).toEqual(['head samples']);
  });

  it('counts what is new since the last retraining', async () => {
    const asked: number[] = [];
    latest = { createdAt: START - 61 * MINUTE_MS, sampleChange: 12 };
    await trigger(
      { newSamples: 10 },
      { changedSamples: (since) => Promise.resolve(asked.push(since)) },
    ).look();
    expect(asked).toEqual([12]);
  });

  it('begins when feedback is bad, if there is anything new to learn from', async () => {
    const rules = trigger({ feedbackAccuracyBelow: 0.8 });
    accuracy = 0.79;
    await rules.look();
    expect(submitted).toEqual([]);
    changed = 1;
    accuracy = 0.8;
    await rules.look();
    accuracy = null;
    await rules.look();
    expect(submitted).toEqual([]);
    accuracy = 0.79;
    await rules.look();
    expect(submitted).toEqual(['head feedback']);
  });

  it('begins at the times of its schedule, once each', async () => {
    const rules = trigger({ schedule: '0 3 * * *' });
    await rules.look();
    expect(submitted).toEqual([]);
    nowMs += 31 * MINUTE_MS;
    await rules.look();
    nowMs += 120 * MINUTE_MS;
    await rules.look();
    expect(submitted).toEqual(['head schedule']);
    nowMs += 24 * 60 * MINUTE_MS;
    await rules.look();
    expect(submitted).toEqual(['head schedule', 'head schedule']);
  });

  it('keeps its interval after a retraining, whoever asked for that', async () => {
    const rules = trigger({ newSamples: 1 });
    changed = 5;
    latest = { createdAt: START - 59 * MINUTE_MS };
    await rules.look();
    expect(submitted).toEqual([]);
    nowMs += MINUTE_MS;
    await rules.look();
    expect(submitted).toEqual(['head samples']);
  });

  describe.each([
    ['two days back', -2],
    ['two days forward', 2],
  ])('with a clock that is set %s', (_, days) => {
    const setWrong = (): void => void (wrongMs = days * 24 * 60 * MINUTE_MS);

    it('keeps its interval, no longer and no shorter', async () => {
      const rules = trigger({ newSamples: 1 });
      changed = 5;
      await rules.look();
      expect(submitted).toHaveLength(1);
      nowMs += MINUTE_MS;
      setWrong();
      await rules.look();
      nowMs += 58 * MINUTE_MS;
      await rules.look();
      expect(submitted).toHaveLength(1);
      nowMs += 2 * MINUTE_MS;
      await rules.look();
      expect(submitted).toHaveLength(2);
    });

    it('keeps it from the start on, after a restart', async () => {
      latest = { createdAt: START - MINUTE_MS };
      wrongMs = -2 * 24 * 60 * MINUTE_MS;
      const rules = trigger({ newSamples: 1 });
      changed = 5;
      await rules.look();
      nowMs += 59 * MINUTE_MS;
      await rules.look();
      expect(submitted).toEqual([]);
      nowMs += MINUTE_MS;
      await rules.look();
      expect(submitted).toHaveLength(1);
    });

    it('goes on with its schedule', async () => {
      const rules = trigger({ schedule: '0 3 * * *' });
      await rules.look();
      setWrong();
      for (let minute = 0; minute < 2 * 24 * 60; minute += 10) {
        nowMs += 10 * MINUTE_MS;
        await rules.look();
      }
      // Once in each night that passed, and once for what the clock leapt over.
      expect(submitted).toHaveLength(days > 0 ? 3 : 2);
    });
  });

  it('follows its schedule through the change to summer time and back', async () => {
    const rules = trigger({ schedule: '30 2 * * *', minIntervalMinutes: 0 });
    const hours: string[] = [];
    for (let hour = 0; hour < 365 * 24; hour += 1) {
      const before = submitted.length;
      nowMs += 60 * MINUTE_MS;
      await rules.look();
      if (submitted.length > before) hours.push(new Date(nowMs).toDateString());
    }
    expect(hours).toHaveLength(365);
    expect(new Set(hours).size).toBe(365);
  });

  it.each([
    ['while another one runs', new JobOpenError('one is open')],
    ['while there is nothing to learn from', new NothingToLearnError('no samples')],
    ['while the database is away', new Error('disk is full')],
  ])('survives that none can begin %s', async (_, error) => {
    const rules = trigger(
      { newSamples: 1 },
      {
        desk: {
          submit: () => Promise.reject(error),
          latest: () => Promise.resolve(undefined),
        },
      },
    );
    changed = 5;
    await expect(rules.look()).resolves.toBeUndefined();
  });
});
