import { isoTime } from '../../kit/iso-time';
import type { Job, JobProgress } from '../../../store/jobs/job';
import type { JobAnswer } from './jobs-schema';

/** A job as the API shows it. */
export function jobAnswer(job: Job): JobAnswer {
  const { settings } = job;
  return {
    id: job.id,
    mode: job.mode,
    state: job.state,
    trigger: job.trigger,
    base_version: job.baseVersion,
    settings: {
      epochs: settings.epochs ?? null,
      batch_size: settings.batchSize ?? null,
      network: settings.network ?? null,
      recipe: settings.recipe ?? null,
      classes: choiceAnswer(settings.classes),
      backbone: settings.backbone ?? null,
    },
    created_at: isoTime(job.createdAt),
    started_at: isoTime(job.startedAt),
    ended_at: isoTime(job.endedAt),
    attempts: job.attempts,
    cancel_requested: job.cancelRequested,
    progress: progressAnswer(job.progress),
    epochs: [...job.epochs],
    model_version: job.version,
    accuracy: job.accuracy,
    gate: job.gate && { ...job.gate, rules: [...job.gate.rules] },
    error: job.error,
  };
}

function choiceAnswer(choice: Job['settings']['classes']): JobAnswer['settings']['classes'] {
  if (choice === undefined) return null;
  return typeof choice === 'string' ? choice : [...choice];
}

/** How far a job is, as the API shows it. */
export function progressAnswer(progress: JobProgress): JobAnswer['progress'] {
  return {
    phase: progress.phase,
    done: progress.done,
    total: progress.total,
    epoch: progress.epoch ?? null,
    epochs: progress.epochs ?? null,
    eta_seconds: progress.etaSeconds ?? null,
  };
}
