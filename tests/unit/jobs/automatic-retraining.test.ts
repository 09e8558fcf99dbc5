import { AutomaticTrigger, type AutomaticOptions } from '../../../src/jobs/automatic-retraining';
import { NothingToLearnError, type AutomaticRetraining } from '../../../src/jobs/job-desk';
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
let submitted: string[];
let latest: Pick<Job, 'createdAt'> | undefined;
let changed: number;
let accuracy: number | null;

beforeEach(() => {
  nowMs = START;
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
        latest = { createdAt: nowMs };
        return Promise.resolve({ id: 'a' } as Job);
      },
      latest: () => Promise.resolve(latest as Job | undefined),
    },
    rules: { ...NO_RULES, ...rules },
    changedSamples: () => Promise.resolve(changed),
    feedbackAccuracy: () => Promise.resolve(accuracy),
    logger: recordingLogger(),
    now: () => new Date(nowMs),
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
    latest = { createdAt: START - 61 * MINUTE_MS };
    await trigger(
      { newSamples: 10 },
      { changedSamples: (since) => Promise.resolve(asked.push(since)) },
    ).look();
    expect(asked).toEqual([latest.createdAt]);
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
