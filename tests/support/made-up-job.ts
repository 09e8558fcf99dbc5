import type { Job } from '../../src/store/jobs/job';

/** A retraining of a head that has just begun. */
export function madeUpJob(changes: Partial<Job> = {}): Job {
  return {
    id: 'a-job',
    mode: 'head',
    state: 'running',
    settings: {},
    trigger: 'manual',
    baseVersion: 'tiny',
    createdAt: 0,
    startedAt: 0,
    endedAt: null,
    progress: { phase: '', done: 0, total: 0 },
    epochs: [],
    version: null,
    gate: null,
    accuracy: null,
    error: null,
    attempts: 1,
    cancelRequested: false,
    hold: null,
    sampleChange: 0,
    ...changes,
  };
}
