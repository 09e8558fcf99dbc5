import os from 'node:os';
import type { RequestHandler } from 'express';
import { settingsInForce } from '../../config/in-force';
import { SHOWN_LINES, systemPage as systemView } from '../../dashboard/system';
import { diskSpaceOf } from '../../observability/disk-space';
import type { PageParts } from './page-parts';
import { logQuerySchema } from '../api/operation/logs-schema';

type Parts = Pick<
  PageParts,
  | 'config'
  | 'state'
  | 'recentLog'
  | 'isNativeInstalled'
  | 'storeSizes'
  | 'certificate'
  | 'release'
  | 'startedAt'
  | 'now'
>;

/** A level that is none is a mistyped address: the page shows its usual one. */
const querySchema = logQuerySchema.pick({ level: true }).catch({ level: 'info' });

/** GET /system: views/system.ejs. */
export function systemPage(parts: Parts): RequestHandler {
  const { config, state, recentLog, storeSizes, release, now } = parts;
  return async (req, res) => {
    const { level } = querySchema.parse(req.query);
    const cores = os.cpus();
    const view = systemView({
      machine: {
        platform: `${os.platform()} ${os.arch()}`,
        processor: cores[0]?.model.trim() ?? '',
        cores: cores.length,
        load: os.loadavg()[0]!,
        totalMemoryBytes: os.totalmem(),
        freeMemoryBytes: os.freemem(),
        processMemoryBytes: process.memoryUsage.rss(),
        nodeVersion: process.version,
        processId: process.pid,
      },
      disk: await diskSpaceOf(config.PERSISTENCE_DIR),
      stores: storeSizes.latest,
      certificate: parts.certificate,
      classifier: state.model?.classifier,
      isNativeInstalled: parts.isNativeInstalled(),
      settings: settingsInForce(config),
      areLimitsOn: config.RATE_LIMIT_ENABLED,
      level,
      lines: recentLog.list(level, SHOWN_LINES),
      startedAt: parts.startedAt(),
      now: now(),
      release,
    });
    res.set('Cache-Control', 'no-cache').render('system', view);
  };
}
