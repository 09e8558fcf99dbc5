import { Counter, Gauge, type Registry } from 'prom-client';
import type { Subscriber } from '../telemetry';
import { inSeconds } from './buckets';

const MODES = ['head', 'full'];

/** Retrainings that this instance works on. */
export function jobMetrics(registry: Registry, nowMs: () => number): Subscriber {
  const registers = [registry];
  const running = new Gauge({
    name: 'training_job_running',
    help: 'Whether this instance works on a retraining: 1 or 0.',
    labelNames: ['mode'],
    registers,
  });
  const ended = new Counter({
    name: 'training_jobs_total',
    help: 'Retrainings that ended at this instance.',
    labelNames: ['mode', 'state'],
    registers,
  });
  const seconds = new Counter({
    name: 'training_job_duration_seconds_total',
    help: 'Time that this instance has worked on retrainings.',
    labelNames: ['mode'],
    registers,
  });
  const lastEnd = new Gauge({
    name: 'training_job_last_end_timestamp_seconds',
    help: 'When a retraining last ended in this state here.',
    labelNames: ['state'],
    registers,
  });
  const epoch = new Gauge({
    name: 'training_job_epoch',
    help: 'The last epoch that was trained, from 1.',
    registers,
  });
  const loss = new Gauge({
    name: 'training_job_loss',
    help: 'Mean loss over the batches of that epoch.',
    registers,
  });
  const accuracy = new Gauge({
    name: 'training_job_validation_accuracy_ratio',
    help: 'Accuracy after that epoch on the validation set, 0-1.',
    registers,
  });
  // An alert sees that a series grows only where it was there before.
  for (const mode of MODES) {
    running.set({ mode }, 0);
    ended.inc({ mode, state: 'failed' }, 0);
  }
  return {
    jobBegan: ({ mode }) => running.set({ mode }, 1),
    epochTrained(trained) {
      epoch.set(trained.epoch);
      loss.set(trained.loss);
      accuracy.set(trained.accuracy);
    },
    jobEnded({ mode, state, durationMs }) {
      running.set({ mode }, 0);
      ended.inc({ mode, state });
      seconds.inc({ mode }, inSeconds(durationMs));
      lastEnd.set({ state }, inSeconds(nowMs()));
    },
  };
}
