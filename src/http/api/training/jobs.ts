import { lastEventId } from '../../kit/events/event-stream';
import { cancelRetraining } from './cancel-retraining';
import { findJobOf } from './find-job';
import { JobFeed } from './job-feed';
import { events, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { isoTime } from '../../kit/iso-time';
import { jobAnswer } from './job-answer';
import {
  jobAnswerSchema,
  jobDetailAnswerSchema,
  jobEventsQuerySchema,
  jobsAnswerSchema,
  jobsQuerySchema,
} from './jobs-schema';
import type { TrainingParts } from './training-parts';

const DEFAULT_LIMIT = 20;
const LOG_LINES = 100;

export const listJobs = defineRoute({
  method: 'get',
  path: '/api/jobs',
  name: 'listJobs',
  subject: 'training',
  scope: 'read',
  limit: 'default',
  summary: 'Retrainings, the newest first, a page at a time.',
  query: jobsQuerySchema,
  answer: json(jobsAnswerSchema),
  errors: ['INVALID_CURSOR'],
  handler:
    ({ jobs }: TrainingParts) =>
    async ({ query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const found = await jobs.list(limit, cursor);
      return { jobs: found.jobs.map(jobAnswer), next_cursor: found.nextCursor };
    },
});

export const findJob = defineRoute({
  method: 'get',
  path: '/api/jobs/:id',
  name: 'findJob',
  subject: 'training',
  scope: 'read',
  limit: 'default',
  summary: 'A retraining, with the end of its log.',
  answer: json(jobDetailAnswerSchema),
  errors: ['JOB_NOT_FOUND'],
  handler:
    ({ catalogue, jobs }: TrainingParts) =>
    async ({ req }) => {
      const job = await findJobOf(jobs, req.params.id);
      const made = job.version === null ? undefined : await catalogue.find(job.version);
      const tail = await jobs.logTail(job.id, LOG_LINES);
      return {
        ...jobAnswer(job),
        own: (made?.kind === 'good' ? made.card.metrics.own : null) ?? null,
        log_tail: tail.map(({ at, data }) => ({ at: isoTime(at), line: (data as LogLine).line })),
      };
    },
});

interface LogLine {
  readonly line: string;
}

export const cancelJob = defineRoute({
  method: 'post',
  path: '/api/jobs/:id/cancel',
  name: 'cancelJob',
  subject: 'training',
  scope: 'train',
  limit: 'default',
  summary: 'Asks for the end of a retraining; the job says when it has come.',
  answer: json(jobAnswerSchema, { status: 202 }),
  errors: ['JOB_NOT_FOUND', 'JOB_OVER'],
  handler:
    ({ jobs }: TrainingParts) =>
    async ({ req }) =>
      jobAnswer(await cancelRetraining(jobs, req.params.id)),
});

export const jobEvents = defineRoute({
  method: 'get',
  path: '/api/jobs/:id/events',
  name: 'jobEvents',
  subject: 'training',
  scope: 'read',
  limit: 'default',
  summary: 'What happens in a retraining, as server-sent events.',
  description:
    'They begin after the event that a client knows, by `after` or `Last-Event-ID`, and end with the job.',
  query: jobEventsQuerySchema,
  answer: events(
    'what happens in a job, from the beginning or after the event that a client knows',
    [['end', jobAnswerSchema]],
  ),
  errors: ['JOB_NOT_FOUND'],
  handler: ({ jobs, logger, streams }: TrainingParts) => {
    const feed = new JobFeed({ jobs, logger });
    return async ({ req, res, query: { after = 0 } }) => {
      const { id } = await findJobOf(jobs, req.params.id);
      // A browser that reconnects by itself asks for the same address again.
      const seen = lastEventId(req.get('Last-Event-ID')) ?? after;
      feed.add(streams.open(req, res), id, seen);
    };
  },
});
