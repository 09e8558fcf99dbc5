import type { RequestHandler, Response } from 'express';
import { isOver, type Job } from '../../store/jobs/job';
import type { HttpParts } from '../http-parts';
import { timeOf } from '../job-answer';
import { parseBody } from '../parse-body';
import { retrainBodySchema, type RetrainAnswer, type RetrainStatusAnswer } from '../schemas/jobs';
import { startRetraining, type RetrainLimits } from '../start-retraining';

type Parts = Pick<HttpParts, 'jobs'>;

/** POST /api/retrain: 202 with a job. */
export function retrain({ jobs }: Parts, limits: RetrainLimits): RequestHandler {
  return async (req, res: Response<RetrainAnswer>) => {
    const body = await parseBody(retrainBodySchema, req);
    const job = await startRetraining(jobs, limits, body, req, res);
    const url = `/api/jobs/${job.id}`;
    res
      .status(202)
      .location(url)
      .json({
        message: 'The retraining has been started.',
        status: 'in_progress',
        check_status_url: '/api/retrain/status',
        job_id: job.id,
        job_url: url,
        events_url: `${url}/events`,
      });
  };
}

type LegacyStatus = RetrainStatusAnswer['status']['status'];

/**
 * The states of a job in the words of the Flask system, whose clients wait for `completed` or
 * `failed`. A training whose version does not come into service has failed for them.
 */
const LEGACY_STATUS: Readonly<Record<Job['state'] | 'idle', LegacyStatus>> = {
  idle: 'idle',
  queued: 'in_progress',
  running: 'in_progress',
  evaluating: 'in_progress',
  succeeded: 'completed',
  rejected: 'failed',
  failed: 'failed',
  cancelled: 'failed',
};

const MESSAGES: Readonly<Record<Job['state'] | 'idle', string>> = {
  idle: 'No retraining has been asked for yet.',
  queued: 'The retraining waits to be begun.',
  running: 'The retraining is under way.',
  evaluating: 'The new version is being evaluated.',
  succeeded: 'The retraining is over; the new version passed its gate.',
  rejected: 'The retraining is over; the new version did not pass its gate.',
  failed: 'The retraining failed.',
  cancelled: 'The retraining was cancelled.',
};

/** GET /api/retrain/status: the last job in the shape of the system before this one. */
export function retrainStatus({ jobs }: Parts): RequestHandler {
  return async (_req, res: Response<RetrainStatusAnswer>) => {
    const job = await jobs.latest();
    const state = job?.state ?? 'idle';
    const status = LEGACY_STATUS[state];
    const { automatic } = jobs;
    res.json({
      is_retraining: job !== undefined && !isOver(job.state),
      status: {
        status,
        state,
        start_time: timeOf(job?.startedAt ?? null),
        end_time: timeOf(job?.endedAt ?? null),
        message: MESSAGES[state],
        // A head is fitted in one step and has no epochs.
        final_accuracy: job?.epochs.at(-1)?.accuracy ?? job?.accuracy ?? null,
        final_val_accuracy: job?.accuracy ?? null,
        error: job?.error ?? (status === 'failed' ? MESSAGES[state] : null),
      },
      job_id: job?.id ?? null,
      automatic: automatic && {
        new_samples: automatic.newSamples,
        feedback_accuracy_below: automatic.feedbackAccuracyBelow,
        schedule: automatic.schedule,
        min_interval_minutes: automatic.minIntervalMinutes,
      },
    });
  };
}
