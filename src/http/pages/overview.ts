import type { RequestHandler } from 'express';
import type { AlertKind } from '../../alerts/events';
import { LATEST_COUNT, overviewPage as overviewView } from '../../dashboard/overview';
import { diskSpaceOf } from '../../observability/disk-space';
import { SLOTS } from '../../observability/traffic/traffic-meter';
import type { PageParts } from './page-parts';
import { overviewAnswer, type OverviewParts } from '../api/operation/overview-answer';

type Parts = OverviewParts &
  Pick<PageParts, 'access' | 'alerts' | 'active' | 'config' | 'jobs' | 'release'>;

/** Kinds of alerts; the service says by itself of the others, at the moment of looking. */
const TOLD_ONLY_HERE: ReadonlySet<string> = new Set<AlertKind>(['drift', 'accuracy']);

/** GET /: views/overview.ejs. */
export function overviewPage(parts: Parts): RequestHandler {
  const { access, active, alerts, config, state, store, jobs, release, now } = parts;
  return async (_req, res) => {
    const [numbers, { predictions: latest }, disk, latestJob, openAlerts] = await Promise.all([
      overviewAnswer(parts, SLOTS),
      store.list({}, LATEST_COUNT),
      diskSpaceOf(config.PERSISTENCE_DIR),
      jobs.latest(),
      alerts.open(),
    ]);
    const view = overviewView({
      model: state.model,
      numbers,
      latest,
      disk,
      latestJob,
      service: {
        problems: state.problems.map(({ message }) => message),
        alerts: openAlerts.filter(({ kind }) => TOLD_ONLY_HERE.has(kind)).map(({ text }) => text),
        isExposed: access.isExposed,
        pinnedTo: active.pinnedTo,
      },
      startedAt: parts.startedAt(),
      now: now(),
      release,
    });
    res.set('Cache-Control', 'no-cache').render('overview', view);
  };
}
