import type { RequestHandler, Response } from 'express';
import { isAtLeast } from '../../observability/recent-lines';
import { openEventStream } from '../event-stream';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { logEventsQuerySchema, logQuerySchema, type LogAnswer } from '../schemas/logs';

type Parts = Pick<HttpParts, 'recentLog' | 'state'>;

/** GET /api/logs: the last lines of this process's log. */
export function logs({ recentLog }: Parts): RequestHandler {
  return (req, res: Response<LogAnswer>) => {
    const { level, limit } = parseQuery(logQuerySchema, req.query);
    res.json({ lines: [...recentLog.list(level, limit)] });
  };
}

/**
 * GET /api/logs/events: the same as server-sent events, each line when it is written. What came
 * after the line that a client knows, by `after` or `Last-Event-ID`, is sent at once, as far as it
 * is still in memory.
 */
export function logEvents({ recentLog, state }: Parts): RequestHandler {
  return (req, res) => {
    const { level, limit, after } = parseQuery(logEventsQuerySchema, req.query);
    const known = lastEventId(req.get('Last-Event-ID')) ?? after;
    const stream = openEventStream(res, {
      stopSignal: state.stopSignal,
      onClose: () => stopListening(),
    });
    const missed = known === undefined ? [] : recentLog.list(level, limit, known);
    for (const line of missed) stream.send('line', line, String(line.number));
    const stopListening = recentLog.listen((line) => {
      if (isAtLeast(line.level, level)) stream.send('line', line, String(line.number));
    });
  };
}

function lastEventId(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
