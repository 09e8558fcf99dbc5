import { isOver, type Job } from '../../../store/jobs/job';
import { json, Reply } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { isoTime } from '../../kit/iso-time';
import {
  retrainAnswerSchema,
  retrainBodySchema,
  retrainStatusAnswerSchema,
  type RetrainStatusAnswer,
} from './jobs-schema';
import { startRetraining } from './start-retraining';
import type { TrainingParts } from './training-parts';

export const retrain = defineRoute({
  method: 'post',
  path: '/api/retrain',
  name: 'retrain',
  subject: 'training',
  scope: 'train',
  limit: 'default',
  summary: 'Starts a retraining from labelled pictures.',
  description:
    'Each mode has a limit of its own besides. What is not said of classes and network is as in the version in service.',
  body: jsonBody(retrainBodySchema, { mode: 'head' }),
  answer: json(retrainAnswerSchema, { status: 202 }),
  errors: ['RETRAINING_RUNNING', 'NOTHING_TO_LEARN', 'BACKBONE_NOT_FOUND', 'MODEL_LOADING'],
  handler:
    (parts: TrainingParts) =>
    async ({ req, res, body }) => {
      const job = await startRetraining(parts, body, req, res);
      const url = `/api/jobs/${job.id}`;
      return new Reply(
        {
          message: 'The retraining has been started.',
          status: 'in_progress',
          check_status_url: '/api/retrain/status',
          job_id: job.id,
          job_url: url,
          events_url: `${url}/events`,
        },
        { headers: { Location: url } },
      );
    },
});

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

export const retrainStatus = defineRoute({
  method: 'get',
  path: '/api/retrain/status',
  name: 'retrainStatus',
  subject: 'training',
  scope: 'read',
  limit: 'default',
  summary: 'The last retraining, in the shape of the system before this one.',
  answer: json(retrainStatusAnswerSchema),
  errors: [],
  handler:
    ({ jobs }: Pick<TrainingParts, 'jobs'>) =>
    async () => {
      const job = await jobs.latest();
      const state = job?.state ?? 'idle';
      const status = LEGACY_STATUS[state];
      const { automatic } = jobs;
      return {
        is_retraining: job !== undefined && !isOver(job.state),
        status: {
          status,
          state,
          start_time: isoTime(job?.startedAt ?? null),
          end_time: isoTime(job?.endedAt ?? null),
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
      };
    },
});
