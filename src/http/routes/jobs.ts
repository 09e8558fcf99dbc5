import type { RequestHandler, Response } from 'express';
import type { Job } from '../../store/jobs/job';
import { lastEventId } from '../events/event-stream';
import type { EventStreams } from '../events/event-streams';
import { JobFeed } from '../events/job-feed';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { jobAnswer, timeOf } from '../job-answer';
import { parseQuery } from '../parse-query';
import {
  jobEventsQuerySchema,
  jobsQuerySchema,
  type JobAnswer,
  type JobDetailAnswer,
  type JobsAnswer,
} from '../schemas/jobs';

type Parts = Pick<HttpParts, 'catalogue' | 'jobs' | 'logger'>;

const DEFAULT_LIMIT = 20;
const LOG_LINES = 100;

/** GET /api/jobs: the newest first, a page at a time. */
export function listJobs({ jobs }: Pick<Parts, 'jobs'>): RequestHandler {
  return async (req, res: Response<JobsAnswer>) => {
    const { limit = DEFAULT_LIMIT, cursor } = parseQuery(jobsQuerySchema, req.query);
    const page = await jobs.list(limit, cursor);
    res.json({ jobs: page.jobs.map(jobAnswer), next_cursor: page.nextCursor });
  };
}

/** GET /api/jobs/:id, with the end of its log. */
export function findJob({ catalogue, jobs }: Pick<Parts, 'catalogue' | 'jobs'>): RequestHandler {
  return async (req, res: Response<JobDetailAnswer>) => {
    const job = await jobOf(jobs, req.params.id);
    const made = job.version === null ? undefined : await catalogue.find(job.version);
    const tail = await jobs.logTail(job.id, LOG_LINES);
    res.json({
      ...jobAnswer(job),
      own: (made?.kind === 'good' ? made.card.metrics.own : null) ?? null,
      log_tail: tail.map(({ at, data }) => ({ at: timeOf(at), line: (data as LogLine).line })),
    });
  };
}

interface LogLine {
  readonly line: string;
}

/** POST /api/jobs/:id/cancel: asks for the end; the job says when it has come. */
export function cancelJob({ jobs }: Pick<Parts, 'jobs'>): RequestHandler {
  return async (req, res: Response<JobAnswer>) => {
    const { id, state } = await jobOf(jobs, req.params.id);
    const job = await jobs.cancel(id);
    if (job === undefined) {
      throw new HttpError('JOB_OVER', `The job is over already: ${state}.`);
    }
    res.status(202).json(jobAnswer(job));
  };
}

/**
 * GET /api/jobs/:id/events: what happens in a job as server-sent events, from the beginning or
 * after the one that a client knows, by `after` or `Last-Event-ID`, until it is over; then one
 * more, `end`, with the job.
 */
export function jobEvents({
  jobs,
  logger,
  streams,
}: Pick<Parts, 'jobs' | 'logger'> & { readonly streams: EventStreams }): RequestHandler {
  const feed = new JobFeed({ jobs, logger });
  return async (req, res) => {
    const { id } = await jobOf(jobs, req.params.id);
    const { after = 0 } = parseQuery(jobEventsQuerySchema, req.query);
    // A browser that reconnects by itself asks for the same address again.
    const seen = lastEventId(req.get('Last-Event-ID')) ?? after;
    feed.add(streams.open(req, res), id, seen);
  };
}

async function jobOf(jobs: Parts['jobs'], id: unknown): Promise<Job> {
  const job = await jobs.find(String(id));
  if (job === undefined) throw new HttpError('JOB_NOT_FOUND', 'There is no job with this id.');
  return job;
}
