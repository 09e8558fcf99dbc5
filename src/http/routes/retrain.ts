import type { RequestHandler, Response } from 'express';
import { NothingActiveError } from '../../jobs/job-runner';
import { NothingToLearnError } from '../../jobs/job-desk';
import { JobOpenError, isOver, type Job } from '../../store/jobs/job';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { timeOf } from '../job-answer';
import { parseBody } from '../parse-body';
import { passed } from '../passed';
import { retrainBodySchema, type RetrainAnswer, type RetrainStatusAnswer } from '../schemas/jobs';

type Parts = Pick<HttpParts, 'jobs'>;

/** POST /api/retrain: 202 with a job. */
export function retrain(
  { jobs }: Parts,
  limits: Readonly<Record<Job['mode'], readonly RequestHandler[]>>,
): RequestHandler {
  return async (req, res: Response<RetrainAnswer>) => {
    const body = await parseBody(retrainBodySchema, req);
    const { mode, epochs, batch_size: batchSize, network, recipe } = body;
    const settings = {
      ...(epochs !== undefined && { epochs }),
      ...(batchSize !== undefined && { batchSize }),
      ...(network !== undefined && { network }),
      ...(recipe !== undefined && { recipe }),
    };
    // Known only now: each mode has a limit of its own.
    for (const limit of limits[mode]) await passed(limit, req, res);
    try {
      const job = await jobs.submit(mode, settings, 'manual');
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
    } catch (error) {
      throw toHttp(error);
    }
  };
}

function toHttp(error: unknown): unknown {
  if (error instanceof JobOpenError) {
    const message = 'A retraining is under way; GET /api/retrain/status says how far it is.';
    return new HttpError('RETRAINING_RUNNING', message, { cause: error });
  }
  if (error instanceof NothingToLearnError) {
    return new HttpError('NOTHING_TO_LEARN', error.message, { cause: error });
  }
  if (error instanceof NothingActiveError) {
    return new HttpError('MODEL_LOADING', 'The model is still loading; try again shortly.', {
      headers: { 'Retry-After': '2' },
      cause: error,
    });
  }
  return error;
}

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
    const { automatic } = jobs;
    res.json({
      is_retraining: job !== undefined && !isOver(job.state),
      status: {
        status: state,
        start_time: timeOf(job?.startedAt ?? null),
        end_time: timeOf(job?.endedAt ?? null),
        message: MESSAGES[state],
        final_accuracy: job?.epochs.at(-1)?.accuracy ?? null,
        final_val_accuracy: job?.accuracy ?? null,
        error: job?.error ?? null,
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
