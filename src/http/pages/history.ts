import type { Request, RequestHandler, Response } from 'express';
import type { PageNotice } from '../../dashboard/data';
import {
  HISTORY_FIELDS,
  HISTORY_PAGE,
  historyPage as historyView,
  type HistoryField,
  type HistoryQuery,
} from '../../dashboard/history';
import { STRINGS, text } from '../../dashboard/strings/strings';
import { offeredLabels } from '../api/labelling/classes-there';
import { clientSignal } from '../kit/client-signal';
import { ERRORS } from '../kit/errors/error-codes';
import { HttpError } from '../kit/errors/http-error';
import type { PageParts } from './page-parts';
import { parseForm } from '../kit/reading/parse-form';
import { parseQuery } from '../kit/reading/parse-query';
import { historyQuerySchema } from '../api/predictions/history-schema';
import { orShowWhy } from './show-refusal';
import { filterOf } from '../api/predictions/predictions';

type Parts = Pick<
  PageParts,
  'active' | 'state' | 'catalogue' | 'store' | 'labelledData' | 'labelling' | 'now' | 'release'
>;

export interface HistoryPages {
  /** GET /history: views/history.ejs. */
  readonly show: RequestHandler;
  /** POST /history: what a person says of a prediction. */
  readonly judge: RequestHandler;
}

interface Outcome {
  readonly status?: number;
  readonly notice?: PageNotice;
}

/** The page of predictions that were made, and the forms on it. */
export function historyPages(parts: Parts): HistoryPages {
  const { active, state, catalogue, store, labelledData, labelling, now, release } = parts;
  const { images, samples } = labelledData;

  async function render(req: Request, res: Response, outcome: Outcome = {}): Promise<void> {
    const asked = askedOf(req);
    const { query, refusal } = readable(asked);
    const { cursor, sort } = query;
    if (sort === 'uncertainty') await images.flush();
    const page = await store.list(filterOf(query), HISTORY_PAGE, cursor, sort, clientSignal(res));
    const [kept, offered, { perClass }, entries] = await Promise.all([
      images.kept(page.predictions.map(({ id }) => id)),
      offeredLabels(samples, state),
      store.statistics(),
      catalogue.list(),
    ]);
    const known = active.current?.version.card.class_names ?? [];
    const view = historyView({
      query: refusal === undefined ? asked : {},
      predictions: page.predictions,
      kept,
      nextCursor: page.nextCursor,
      labels: [...new Set([...known, ...offered])],
      // An earlier version may have answered with classes that are there no more.
      classes: [...new Set([...known, ...offered, ...Object.keys(perClass)])],
      versions: entries.map(({ name }) => name),
      notice:
        outcome.notice ?? (refusal === undefined ? undefined : { level: 'bad', text: refusal }),
      now: now(),
      release,
    });
    res
      .status(outcome.status ?? (refusal === undefined ? 200 : ERRORS.INVALID_QUERY.status))
      .set('Cache-Control', 'no-cache')
      .render('history', view);
  }

  async function judge(req: Request): Promise<Outcome> {
    const form = await parseForm(req);
    const id = form.get('id') ?? '';
    const label = form.get('label')?.trim() ?? '';
    const isRight = form.get('verdict') === 'correct';
    if (!isRight && label === '') {
      return {
        status: ERRORS.INVALID_BODY.status,
        notice: { level: 'bad', text: STRINGS.historyNoLabel },
      };
    }
    const said = isRight ? ({ correct: true } as const) : { label };
    const { prediction } = await labelling.giveFeedback(id, said);
    const values = { file: prediction.fileName, label: prediction.feedback?.label ?? label };
    const isCorrect = prediction.feedback?.verdict === 'correct';
    return {
      notice: {
        level: 'good',
        text: text(isCorrect ? 'historySavedRight' : 'historySavedWrong', values),
      },
    };
  }

  return {
    show: (req, res) => render(req, res),
    async judge(req, res) {
      const outcome = await orShowWhy<Outcome>(
        res,
        () => judge(req),
        ({ status, message }) => ({ status, notice: { level: 'bad', text: message } }),
      );
      await render(req, res, outcome);
    },
  };
}

/** The fields of the address that say something. */
function askedOf(req: Request): HistoryQuery {
  const given = HISTORY_FIELDS.flatMap((field): [HistoryField, string][] => {
    const value = req.query[field];
    return typeof value === 'string' && value.trim() !== '' ? [[field, value.trim()]] : [];
  });
  return Object.fromEntries(given);
}

/** A query that cannot be read shows everything, and says why. */
function readable(asked: HistoryQuery): {
  query: ReturnType<typeof historyQuerySchema.parse>;
  refusal: string | undefined;
} {
  const { view, ...query } = asked;
  try {
    if (view !== undefined && view !== 'gallery') {
      throw new HttpError('INVALID_QUERY', 'view: must be gallery, or left out');
    }
    return { query: parseQuery(historyQuerySchema, query), refusal: undefined };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { query: historyQuerySchema.parse({}), refusal: error.message };
  }
}
