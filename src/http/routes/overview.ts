import type { RequestHandler, Response } from 'express';
import type { Logger } from '../../observability/logger';
import { SLOTS } from '../../observability/traffic/traffic-meter';
import { eventText, type EventStream } from '../events/event-stream';
import type { EventStreams } from '../events/event-streams';
import { overviewAnswer, type OverviewParts } from '../overview-answer';
import type { OverviewAnswer } from '../schemas/overview';

const INTERVAL_MS = 2000;
/** Those that may have changed since the event before. */
const SLOTS_PER_EVENT = 2;

/** GET /api/overview: what the service does now, and did in the last quarter of an hour. */
export function overviewNumbers(parts: OverviewParts): RequestHandler {
  return async (_req, res: Response<OverviewAnswer>) => {
    res.json(await overviewAnswer(parts, SLOTS));
  };
}

/**
 * GET /api/overview/events: the same as server-sent events, every two seconds. However many watch,
 * the numbers are gathered once; while nobody does, not at all.
 */
export function overviewEvents(
  parts: OverviewParts & { readonly logger: Logger; readonly streams: EventStreams },
): RequestHandler {
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

  return (req, res) => {
    const stream = parts.streams.open(req, res, () => watchers.delete(stream));
    watchers.add(stream);
    tellIn(0);
  };
}
