import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { DRIFT_CHARTS, driftPage as driftView } from '../../dashboard/drift';
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
const querySchema = z.object({ version: z.string().min(1).max(64).optional().catch(undefined) });

/** The page about drift, and its charts. */
export function driftPages(parts: Parts): DriftPages {
  const { catalogue, config, labelledData, release, store } = parts;

  function reportFor(req: Request): Promise<DriftReport> {
    return driftReportOf(parts, querySchema.parse(req.query).version);
  }

  /** Those whose pictures are kept, the strangest first. */
  async function strangestOf({ strangest }: DriftReport): Promise<Prediction[]> {
    const ids = strangest.map(({ predictionId }) => predictionId);
    const kept = await labelledData.images.kept(ids);
    const found = await Promise.all(ids.filter((id) => kept.has(id)).map((id) => store.find(id)));
    return found.filter((prediction) => prediction !== undefined);
  }

  return {
    async show(req, res) {
      const report = await reportFor(req);
      const [strangest, entries] = await Promise.all([strangestOf(report), catalogue.list()]);
      const view = driftView({
        report,
        versions: entries.flatMap((entry) => (entry.kind === 'good' ? [entry.name] : [])),
        strangest,
        windowPictures: config.DRIFT_WINDOW_PICTURES,
        windowHours: config.DRIFT_WINDOW_HOURS,
        release,
      });
      res.set('Cache-Control', 'no-cache').render('drift', view);
    },
    async chart(req, res) {
      const charts = new Map(Object.entries(DRIFT_CHARTS));
      const draw = charts.get(String(req.params.chart));
      if (draw === undefined) {
        throw new HttpError('VISUALIZATION_NOT_FOUND', 'There is no such chart of drift.');
      }
      sendSvg(res, taggedSvg(draw(await reportFor(req))));
    },
  };
}
