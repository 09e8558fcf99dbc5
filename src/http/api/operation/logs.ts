import { eventText, lastEventId } from '../../kit/events/event-stream';
import { LogFeed } from './log-feed';
import { events, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import {
  logAnswerSchema,
  logEventsQuerySchema,
  logLineSchema,
  logQuerySchema,
} from './logs-schema';
import type { OperationParts } from './operation-parts';

export const logs = defineRoute({
  method: 'get',
  path: '/api/logs',
  name: 'logs',
  subject: 'operation',
  scope: 'read',
  limit: 'logs',
  summary: 'The last lines of the log of this process, without stacks, paths and addresses.',
  query: logQuerySchema,
  answer: json(logAnswerSchema),
  errors: [],
  handler:
    ({ recentLog }: OperationParts) =>
    ({ query: { level, limit } }) => ({
      lines: [...recentLog.list(level, limit)],
    }),
});

export const logEvents = defineRoute({
  method: 'get',
  path: '/api/logs/events',
  name: 'logEvents',
  subject: 'operation',
  scope: 'read',
  limit: 'logs',
  summary: 'Lines of the log as server-sent events, each soon after it is written.',
  description:
    'What came after the line that a client knows, by `after` or `Last-Event-ID`, is sent at once, as far as it is still in memory.',
  query: logEventsQuerySchema,
  answer: events('lines of the log', [['line', logLineSchema]]),
  errors: [],
  handler: ({ recentLog, streams }: OperationParts) => {
    const feed = new LogFeed({ log: recentLog });
    return ({ req, res, query: { level, limit, after } }) => {
      const known = lastEventId(req.get('Last-Event-ID')) ?? after;
      const stream = streams.open(req, res, () => feed.remove(stream));
      const missed = known === undefined ? [] : recentLog.list(level, limit, known);
      if (missed.length > 0) {
        stream.write(missed.map((line) => eventText('line', line, String(line.number))).join(''));
      }
      feed.add(stream, level);
    };
  },
});
