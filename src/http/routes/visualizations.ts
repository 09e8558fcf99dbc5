import { createHash } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { cardCharts } from '../../charts/card-charts';
import { STYLE_HASH } from '../../charts/style';
import type { ModelCard } from '../../registry/card';
import { readClassCounts } from '../../registry/class-counts';
import { findGoodModel } from '../find-model';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { visualizationsQuerySchema, type VisualizationsAnswer } from '../schemas/visualizations';

type Parts = Pick<HttpParts, 'catalogue' | 'state'>;

/** A chart as it is sent. */
interface Picture {
  readonly name: string;
  readonly filename: string;
  readonly svg: string;
  readonly etag: string;
}

export interface Visualizations {
  /** GET /api/visualizations: the charts of a version, and where they are. */
  readonly list: RequestHandler;
  /** GET /api/visualizations/:filename: one of them, as SVG. */
  readonly show: RequestHandler;
}

/** The charts of versions; those of a card are drawn once. */
export function visualizations({ catalogue, state }: Parts): Visualizations {
  const drawn = new WeakMap<ModelCard, Promise<readonly Picture[]>>();

  async function picturesOf(
    query: unknown,
  ): Promise<{ version: string; pictures: readonly Picture[] }> {
    const { version = state.requireModel().version.name } = parseQuery(
      visualizationsQuerySchema,
      query,
    );
    const { card, folder } = await findGoodModel(catalogue, version);
    const pictures = drawn.get(card) ?? draw(card, folder);
    drawn.set(card, pictures);
    return { version, pictures: await pictures };
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

async function draw(card: ModelCard, folder: string): Promise<readonly Picture[]> {
  const counts = await readClassCounts(folder);
  return cardCharts(card, counts).map(({ name, filename, draw: drawChart }) => ({
    name,
    filename,
    ...picture(drawChart()),
  }));
}

/** An SVG document with the tag that tells it from others. */
export function picture(svg: string): Pick<Picture, 'svg' | 'etag'> {
  const hash = createHash('sha256').update(svg).digest('base64url').slice(0, 27);
  return { svg, etag: `"${hash}"` };
}

/**
 * Sends a chart, or 304 where the client has it. Opened as a page of its own it can load and run
 * nothing: its one style is allowed by its hash.
 */
export function sendSvg(res: Response, { svg, etag }: Pick<Picture, 'svg' | 'etag'>): void {
  res.set({
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src '${STYLE_HASH}'; frame-ancestors 'none'; sandbox`,
    'Cache-Control': 'no-cache',
    ETag: etag,
  });
  if (res.req.fresh) res.status(304).end();
  else res.send(svg);
}
