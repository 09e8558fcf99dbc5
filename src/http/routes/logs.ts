import type { RequestHandler, Response } from 'express';
import { eventText, lastEventId } from '../events/event-stream';
import type { EventStreams } from '../events/event-streams';
import { LogFeed } from '../events/log-feed';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { logEventsQuerySchema, logQuerySchema, type LogAnswer } from '../schemas/logs';

type Parts = Pick<HttpParts, 'recentLog'>;

/** GET /api/logs: the last lines of this process's log. */
export function logs({ recentLog }: Parts): RequestHandler {
  return (req, res: Response<LogAnswer>) => {
    const { level, limit } = parseQuery(logQuerySchema, req.query);
    res.json({ lines: [...recentLog.list(level, limit)] });
  };
}

/**
 * GET /api/logs/events: the same as server-sent events, each line soon after it is written. What
 * came after the line that a client knows, by `after` or `Last-Event-ID`, is sent at once, as far
 * as it is still in memory.
 */
export function logEvents({
  recentLog,
  streams,
}: Parts & { readonly streams: EventStreams }): RequestHandler {
  const feed = new LogFeed({ log: recentLog });
  return (req, res) => {
    const { level, limit, after } = parseQuery(logEventsQuerySchema, req.query);
    const known = lastEventId(req.get('Last-Event-ID')) ?? after;
    const stream = streams.open(req, res, () => feed.remove(stream));
    const missed = known === undefined ? [] : recentLog.list(level, limit, known);
    if (missed.length > 0) {
      stream.write(missed.map((line) => eventText('line', line, String(line.number))).join(''));
    }
    feed.add(stream, level);
  };
}
