import { SLOTS } from '../../../observability/traffic/traffic-meter';
import { eventText, type EventStream } from '../../kit/events/event-stream';
import { events, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { overviewAnswer } from './overview-answer';
import { overviewAnswerSchema } from './overview-schema';
import type { OperationParts } from './operation-parts';

const INTERVAL_MS = 2000;
/** Those that may have changed since the event before. */
const SLOTS_PER_EVENT = 2;

export const overviewNumbers = defineRoute({
  method: 'get',
  path: '/api/overview',
  name: 'overview',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'What the service does now, and did in the last quarter of an hour.',
  answer: json(overviewAnswerSchema),
  errors: [],
  handler: (parts: OperationParts) => () => overviewAnswer(parts, SLOTS),
});

export const overviewEvents = defineRoute({
  method: 'get',
  path: '/api/overview/events',
  name: 'overviewEvents',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'The numbers of the overview as server-sent events, every two seconds.',
  answer: events('the numbers', [['overview', overviewAnswerSchema]]),
  errors: [],
  handler: (parts: OperationParts) => {
    const watch = overviewFeed(parts);
    return ({ req, res }) => {
      const stopWatching = (): void => watch.remove(stream);
      const stream = parts.streams.open(req, res, stopWatching);
      watch.add(stream);
    };
  },
});

interface Watchers {
  readonly add: (watcher: EventStream) => void;
  readonly remove: (watcher: EventStream) => void;
}

/** However many watch, the numbers are gathered once; while nobody does, not at all. */
function overviewFeed(parts: OperationParts): Watchers {
  const watchers = new Set<EventStream>();
  let timer: NodeJS.Timeout | undefined;

  async function tell(): Promise<void> {
    timer = undefined;
    if (watchers.size === 0) return;
    try {
      const numbers = await overviewAnswer(parts, SLOTS_PER_EVENT);
      const event = Buffer.from(eventText('overview', numbers));
      for (const watcher of watchers) watcher.write(event);
    } catch (error) {
      parts.logger.warn('the overview cannot be gathered', { error });
    }
    tellIn(INTERVAL_MS);
  }

  function tellIn(delayMs: number): void {
    timer ??= setTimeout(() => void tell(), delayMs).unref();
  }

  return {
    add(watcher) {
      watchers.add(watcher);
      tellIn(0);
    },
    remove: (watcher) => void watchers.delete(watcher),
  };
}
