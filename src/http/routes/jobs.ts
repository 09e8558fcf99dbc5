import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { isOver, type Job, type JobEvent, type JobProgress } from '../../store/jobs/job';
import { openEventStream } from '../event-stream';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { jobAnswer, progressAnswer, timeOf } from '../job-answer';
import { parseQuery } from '../parse-query';
import {
  jobEventsQuerySchema,
  jobsQuerySchema,
  type JobAnswer,
  type JobDetailAnswer,
  type JobsAnswer,
} from '../schemas/jobs';

type Parts = Pick<HttpParts, 'jobs' | 'state' | 'logger'>;

const DEFAULT_LIMIT = 20;
const LOG_LINES = 100;
const EVENTS_AT_ONCE = 200;
/** How soon an event of a job is seen, whichever instance works on it. */
const POLL_MS = 300;

/** GET /api/jobs: the newest first, a page at a time. */
export function listJobs({ jobs }: Pick<Parts, 'jobs'>): RequestHandler {
  return async (req, res: Response<JobsAnswer>) => {
    const { limit = DEFAULT_LIMIT, cursor } = parseQuery(jobsQuerySchema, req.query);
    const page = await jobs.list(limit, cursor);
    res.json({ jobs: page.jobs.map(jobAnswer), next_cursor: page.nextCursor });
  };
}

/** GET /api/jobs/:id, with the end of its log. */
export function findJob({ jobs }: Pick<Parts, 'jobs'>): RequestHandler {
  return async (req, res: Response<JobDetailAnswer>) => {
    const job = await jobOf(jobs, req.params.id);
    const tail = await jobs.logTail(job.id, LOG_LINES);
    res.json({
      ...jobAnswer(job),
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
export function jobEvents({ jobs, state, logger }: Parts): RequestHandler {
  return async (req, res) => {
    const { id } = await jobOf(jobs, req.params.id);
    const { after = 0 } = parseQuery(jobEventsQuerySchema, req.query);
    // A browser that reconnects by itself asks for the same address again.
    let seen = lastEventId(req.get('Last-Event-ID')) ?? after;
    const stream = openEventStream(res, { stopSignal: state.stopSignal });
    try {
      for (;;) {
        // Asked for before the events: whatever is written before the end is among them.
        const job = await jobs.find(id);
        const events = await jobs.events(id, seen, EVENTS_AT_ONCE);
        for (const event of events) {
          stream.send(event.kind, dataOf(event), String(event.seq));
          seen = event.seq;
        }
        if (stream.isClosed) return;
        if (events.length === EVENTS_AT_ONCE) continue;
        if (job === undefined || isOver(job.state)) {
          if (job !== undefined) stream.send('end', jobAnswer(job));
          stream.end();
          return;
        }
        await sleep(POLL_MS, undefined, { ref: false });
      }
    } catch (error) {
      // The answer has begun: all that can be told is that it ends; the client comes back.
      logger.error('the events of a job cannot be read', { job: id, error });
      stream.end();
    }
  };
}

function dataOf({ kind, at, data }: JobEvent): unknown {
  const content = kind === 'progress' ? progressAnswer(data as JobProgress) : data;
  return { at: timeOf(at), ...(content as object) };
}

function lastEventId(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function jobOf(jobs: Parts['jobs'], id: unknown): Promise<Job> {
  const job = await jobs.find(String(id));
  if (job === undefined) throw new HttpError('JOB_NOT_FOUND', 'There is no job with this id.');
  return job;
}
