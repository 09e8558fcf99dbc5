import {
  inferenceAnswers,
  servesItsVersion,
} from '../../../../../src/http/api/operation/readiness-checks';
import { ReadinessWatch } from '../../../../../src/http/api/operation/readiness-watch';
import type { Problem } from '../../../../../src/serving/service-state';
import { oneVersion } from '../../../../support/one-version';
import { recordingLogger } from '../../../../support/recording-logger';
import { ManualClock } from '../../../inference/manual-clock';

const SERVING = oneVersion().current!;

describe('readiness', () => {
  it('is lost while another version answers than the one that should', () => {
    expect(
      servesItsVersion({ current: SERVING, problem: undefined, pinnedTo: undefined })(),
    ).toBeUndefined();
    const problem = { version: 'v2', reason: 'There is no model version "v2"' };
    expect(servesItsVersion({ current: SERVING, problem, pinnedTo: undefined })()).toEqual({
      code: 'MODEL_UNAVAILABLE',
      message:
        'There is no model version "v2". It should be in service; tiny answers here until it can ' +
        'be opened or another version is promoted.',
      answersPredictions: true,
    });
    expect(servesItsVersion({ current: SERVING, problem, pinnedTo: 'v2' })()?.message).toBe(
      'There is no model version "v2". It should be in service; tiny answers here until it can ' +
        'be opened or the service is started with another MODEL_VERSION, or none, in its environment.',
    );
  });

  it.each([
    [2, /hangs/],
    [0, /No inference thread is alive/],
  ])('is lost while no thread answers, %d of them alive', (workers, message) => {
    const { classifier } = SERVING;
    expect(inferenceAnswers({ current: SERVING })()).toBeUndefined();
    const load = { ...classifier.load, workers };
    const hanging = { ...SERVING, classifier: { ...classifier, load, isResponsive: false } };
    const problem = inferenceAnswers({ current: hanging })();
    expect(problem).toMatchObject({ code: 'INFERENCE_STUCK', answersPredictions: false });
    expect(problem?.message).toMatch(message);
  });

  it('is written to the log when it is lost, once, and when it is back', () => {
    const clock = new ManualClock();
    const logger = recordingLogger();
    const state: { problems: Problem[] } = { problems: [] };
    const watch = new ReadinessWatch({ state, logger, clock, intervalMs: 1000 });
    watch.start();
    clock.advance(1000);
    const [one, two] = ['ONE', 'TWO'].map((code) => ({
      code,
      message: `${code} is wrong.`,
      answersPredictions: true,
    }));
    for (const problems of [[one!], [one!, two!], [two!], [], []]) {
      state.problems = problems;
      clock.advance(1000);
    }
    expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['error', { code: 'ONE', reason: 'ONE is wrong.' }],
      ['error', { code: 'TWO', reason: 'TWO is wrong.' }],
      ['info', { solved: ['TWO'] }],
    ]);
    watch.stop();
    expect(clock.timers).toBe(0);
  });
});
