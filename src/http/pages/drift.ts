import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { comparingPage, DRIFT_CHARTS, driftPage as driftView } from '../../dashboard/drift';
import type { DriftReport } from '../../monitoring/drift/drift-report';
import type { Prediction } from '../../store/prediction';
import { driftReportOf } from '../api/operation/drift-answer';
import { HttpError } from '../kit/errors/http-error';
import { sendSvg, taggedSvg } from '../kit/sending/send-svg';
import type { PageParts } from './page-parts';

type Parts = Pick<
  PageParts,
  'catalogue' | 'config' | 'drift' | 'labelledData' | 'release' | 'state' | 'store'
>;

export interface DriftPages {
  /** GET /drift: views/drift.ejs. */
  readonly show: RequestHandler;
  /** GET /drift/:chart */
  readonly chart: RequestHandler;
}

/** What is no name is a mistyped address: the page shows the version in service. */
const querySchema = z.object({
  version: z.string().min(1).max(64).optional().catch(undefined),
  /** Rather a late page than one that says that things are being compared. */
  wait: z.literal('true').optional().catch(undefined),
});

/** A page that is not there by then says why, and asks for the one that waits. */
const PATIENCE_MS = 300;

/** The page about drift, and its charts. */
export function driftPages(parts: Parts): DriftPages {
  const { catalogue, config, labelledData, release, state, store } = parts;

  /** Those whose pictures are kept, the strangest first. */
  async function strangestOf({ strangest }: DriftReport): Promise<Prediction[]> {
    const ids = strangest.map(({ predictionId }) => predictionId);
    const kept = await labelledData.images.kept(ids);
    const found = await Promise.all(ids.filter((id) => kept.has(id)).map((id) => store.find(id)));
    return found.filter((prediction) => prediction !== undefined);
  }

  return {
    async show(req, res) {
      const { version, wait } = querySchema.parse(req.query);
      const comparing = driftReportOf(parts, version);
      const report = await (wait === 'true' ? comparing : soon(comparing));
      const entries = await catalogue.list();
      const around = {
        versions: entries.flatMap((entry) => (entry.kind === 'good' ? [entry.name] : [])),
        windowPictures: config.DRIFT_WINDOW_PICTURES,
        windowHours: config.DRIFT_WINDOW_HOURS,
        release,
      };
      const view =
        report === undefined
          ? comparingPage(version ?? state.requireModel().version.name, around)
          : driftView({ ...around, report, strangest: await strangestOf(report) });
      res.set('Cache-Control', 'no-cache').render('drift', view);
    },
    async chart(req, res) {
      const charts = new Map(Object.entries(DRIFT_CHARTS));
      const draw = charts.get(String(req.params.chart));
      if (draw === undefined) {
        throw new HttpError('VISUALIZATION_NOT_FOUND', 'There is no such chart of drift.');
      }
      const { version } = querySchema.parse(req.query);
      sendSvg(res, taggedSvg(draw(await driftReportOf(parts, version))));
    },
  };
}

/**
 * @returns undefined where it takes longer than {@link PATIENCE_MS}. An error that comes later is not
 *   heard of here: who asks again has it computed again
 */
async function soon<T>(value: Promise<T>): Promise<T | undefined> {
  const waiting = new AbortController();
  try {
    return await Promise.race([value, delay(PATIENCE_MS, undefined, waiting)]);
  } finally {
    waiting.abort();
  }
}
