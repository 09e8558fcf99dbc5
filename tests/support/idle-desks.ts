import type { BackboneParts } from '../../src/http/api/backbones/backbone-parts';
import type { TrainingParts } from '../../src/http/api/training/training-parts';
import { AdditionRunningError } from '../../src/jobs/backbone-desk';

/** Nothing was ever retrained, and nothing is. */
export function noJobs(): TrainingParts['jobs'] {
  const refuse = (): Promise<never> => Promise.reject(new Error('a test retrains nothing'));
  return {
    automatic: null,
    hasData: () => false,
    submit: refuse,
    check: refuse,
    cancel: () => Promise.resolve(undefined),
    find: () => Promise.resolve(undefined),
    latest: () => Promise.resolve(undefined),
    latestWithVersion: () => Promise.resolve(undefined),
    isRetraining: () => Promise.resolve(false),
    list: () => Promise.resolve({ jobs: [], nextCursor: null }),
    events: () => Promise.resolve([]),
    logTail: () => Promise.resolve([]),
  };
}

/** There are no backbones, and none can be added. */
export function noBackbones(): BackboneParts['backbones'] {
  return {
    current: { state: 'idle' },
    hasDownloads: false,
    list: () => Promise.resolve({ cards: [], broken: [], missing: [] }),
    begin: () => {
      throw new AdditionRunningError('a test adds no backbone');
    },
    cancel: () => false,
    remove: () => Promise.resolve(false),
    sweep: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
