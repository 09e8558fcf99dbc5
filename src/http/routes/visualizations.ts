import type { RequestHandler, Response } from 'express';
import { STYLE_HASH } from '../../charts/style';
import { findGoodModel } from '../find-model';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { visualizationsQuerySchema, type VisualizationsAnswer } from '../schemas/visualizations';
import type { Picture, VersionChart, VersionCharts } from '../version-charts';

type Parts = Pick<HttpParts, 'catalogue' | 'state'>;

export interface Visualizations {
  /** GET /api/visualizations: the charts of a version, and where they are. */
  readonly list: RequestHandler;
  /** GET /api/visualizations/:filename: one of them, as SVG. */
  readonly show: RequestHandler;
}

/** The charts of versions. */
export function visualizations({ catalogue, state }: Parts, charts: VersionCharts): Visualizations {
  async function picturesOf(
    query: unknown,
  ): Promise<{ version: string; pictures: readonly VersionChart[] }> {
    const { version = state.requireModel().version.name } = parseQuery(
      visualizationsQuerySchema,
      query,
    );
    const { card, folder } = await findGoodModel(catalogue, version);
    return { version, pictures: await charts(card, folder) };
  }

  return {
    list: async (req, res: Response<VisualizationsAnswer>) => {
      const { version, pictures } = await picturesOf(req.query);
      res.json({
        version,
        visualizations: pictures.map(({ name, filename }) => ({
          name,
          filename,
          url: `/api/visualizations/${filename}?version=${encodeURIComponent(version)}`,
        })),
      });
    },
    show: async (req, res) => {
      const { pictures } = await picturesOf(req.query);
      const picture = pictures.find(({ filename }) => filename === req.params.filename);
      if (picture === undefined) {
        throw new HttpError('VISUALIZATION_NOT_FOUND', 'This version has no such visualization.');
      }
      sendSvg(res, picture);
    },
  };
}

/**
 * Sends a chart, or 304 where the client has it. Opened as a page of its own it can load and run
 * nothing: its one style is allowed by its hash.
 */
export function sendSvg(res: Response, { svg, etag }: Picture): void {
  res.set({
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src '${STYLE_HASH}'; frame-ancestors 'none'; sandbox`,
    'Cache-Control': 'no-cache',
    ETag: etag,
  });
  if (res.req.fresh) res.status(304).end();
  else res.send(svg);
}
