import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { LEARNING_CURVE, OWN_MATRIX } from '../../charts/card-charts';
import { chartFacts } from '../../charts/document';
import { backbonesView } from '../../dashboard/backbones';
import { comparisonPage, type Comparison } from '../../dashboard/comparison';
import { tryPage } from '../../dashboard/try';
import type { PageNotice } from '../../dashboard/data';
import { modelPage } from '../../dashboard/model';
import { modelsPage as modelsView } from '../../dashboard/models';
import { examplesOfCell, type OwnCell } from '../../dashboard/own-pictures';
import type { ModelCard } from '../../registry/card';
import type { Prediction } from '../../store/prediction';
import { addingAnswer, backbonesAnswer } from '../api/backbones/backbone-answer';
import { findGoodModel } from '../api/models/find-model';
import type { PageParts } from './page-parts';
import { NETWORK_PAGE_POLICY } from '../middleware/security-headers';
import { parseForm } from '../kit/reading/parse-form';
import { parseQuery } from '../kit/reading/parse-query';
import { compareQuerySchema } from '../api/models/models-schema';
import { orShowWhy } from './show-refusal';
import { curveOf } from '../api/models/version-charts';

type Parts = Pick<
  PageParts,
  | 'active'
  | 'backbones'
  | 'catalogue'
  | 'charts'
  | 'comparison'
  | 'config'
  | 'labelledData'
  | 'modelOperations'
  | 'now'
  | 'store'
  | 'release'
>;

/** How the page of all versions is shown. */
export interface ModelsOutcome {
  readonly notice?: PageNotice;
  readonly status?: number;
}

export interface ModelPages {
  /** Answers with views/models.ejs. */
  readonly render: (res: Response, outcome?: ModelsOutcome) => Promise<void>;
  /** GET /models: views/models.ejs. */
  readonly show: RequestHandler;
  /** GET /models/:version: views/model.ejs. */
  readonly showOne: RequestHandler;
  /** GET /models/:version/try: views/try.ejs. */
  readonly tryOne: RequestHandler;
  /** GET /models/compare: views/compare.ejs. */
  readonly compare: RequestHandler;
  /** POST /models/rollback */
  readonly rollback: RequestHandler;
  /** POST /models/:version/promote */
  readonly promote: RequestHandler;
  /** POST /models/:version/delete */
  readonly remove: RequestHandler;
}

const ACTIVATIONS = 20;
/** The page has them as tables, whose cells are links, or in a place of its own. */
const SHOWN_APART = ['confusion_matrix.svg', OWN_MATRIX, LEARNING_CURVE];
/** Of a cell of the confusion matrix, and how many corrected predictions are looked through. */
const EXAMPLES = 24;
const LOOKED_THROUGH = 500;

const name = z.string().min(1).max(64).optional().catch(undefined);
const pairSchema = z.object({ truth: name, predicted: name, actual: name, called: name });
const compareSchema = z.object({ a: name, b: name, on: name });

/** The pages of model versions, and the forms on them. */
export function modelPages(parts: Parts): ModelPages {
  const { active, catalogue, charts, comparison, labelledData, store, release } = parts;
  const { modelOperations: operations } = parts;
  const nameOfActive = (): string | undefined => active.current?.version.name;

  async function render(
    res: Response,
    { notice, status = 200 }: ModelsOutcome = {},
  ): Promise<void> {
    const view = modelsView({
      backbones: backbonesView(
        await backbonesAnswer(parts),
        addingAnswer(parts.backbones.current),
        { maxBytes: parts.config.MAX_BACKBONE_CONTENT_LENGTH },
      ),
      reloadTo: `/models?at=${parts.now().getTime()}#backbones`,
      entries: await catalogue.list(),
      active: nameOfActive(),
      activations: await active.history(ACTIVATIONS),
      pinnedTo: active.pinnedTo,
      notice,
      release,
    });
    res.status(status).set('Cache-Control', 'no-cache').render('models', view);
  }

  /** Does what a form asks for, and shows the versions with what came of it. */
  async function change(
    req: Request,
    res: Response,
    work: (form: URLSearchParams) => Promise<{ readonly message: string }>,
  ): Promise<void> {
    const outcome = await orShowWhy<ModelsOutcome>(
      res,
      async () => {
        const { message } = await work(await parseForm(req));
        return { notice: { level: 'good', text: message } };
      },
      ({ status, message }) => ({ notice: { level: 'bad', text: message }, status }),
    );
    await render(res, outcome);
  }

  async function examplesOf(truth: string, predicted: string): Promise<Prediction[]> {
    const feedback = truth === predicted ? 'correct' : 'wrong';
    const filter = { predictedClass: predicted, feedback } as const;
    const { predictions } = await store.list(filter, LOOKED_THROUGH);
    return predictions.filter((one) => one.feedback?.label === truth).slice(0, EXAMPLES);
  }

  /** Pictures that have been deleted since are not shown. */
  async function ownCell(
    card: ModelCard,
    truth: string,
    predicted: string,
  ): Promise<OwnCell | undefined> {
    const ids = examplesOfCell(card, truth, predicted);
    if (ids.length === 0) return undefined;
    const found = await Promise.all(ids.map((id) => labelledData.samples.find(id)));
    return { truth, predicted, examples: found.filter((sample) => sample !== undefined) };
  }

  return {
    render,
    show: (_req, res) => render(res),

    async showOne(req, res) {
      const { card, files, folder } = await findGoodModel(catalogue, String(req.params.version));
      const parent = card.parent === null ? undefined : await catalogue.find(card.parent);
      const { truth, predicted, actual, called } = pairSchema.parse(req.query);
      const drawn = await charts(card, folder);
      const isPair =
        truth !== undefined &&
        predicted !== undefined &&
        card.class_names.includes(truth) &&
        card.class_names.includes(predicted);
      const view = modelPage({
        card,
        files,
        parent: parent?.kind === 'good' ? parent.card : undefined,
        isActive: card.version === nameOfActive(),
        curve: curveOf(drawn),
        ownCell:
          actual === undefined || called === undefined
            ? undefined
            : await ownCell(card, actual, called),
        charts: drawn
          .filter(({ filename }) => !SHOWN_APART.includes(filename))
          .map(({ filename, svg }) => ({ filename, ...chartFacts(svg) })),
        pair: isPair
          ? { truth, predicted, examples: await examplesOf(truth, predicted) }
          : undefined,
        release,
      });
      res.set('Cache-Control', 'no-cache').render('model', view);
    },

    async tryOne(req, res) {
      const { card } = await findGoodModel(catalogue, String(req.params.version));
      res
        .set({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': NETWORK_PAGE_POLICY })
        .render('try', tryPage(card, release));
    },

    async compare(req, res) {
      const { a, b, on } = compareSchema.parse(req.query);
      let found: Comparison | string | undefined;
      if (a !== undefined && b !== undefined) {
        const query = { a, b, ...(on !== undefined && { on }) };
        found = await orShowWhy<Comparison | string>(
          res,
          async () => comparison(parseQuery(compareQuerySchema, query)),
          ({ message }) => message,
        );
      }
      const view = comparisonPage({
        entries: await catalogue.list(),
        active: nameOfActive(),
        chosen: {
          ...(a !== undefined && { a }),
          ...(b !== undefined && { b }),
          ...(on !== undefined && { on }),
        },
        comparison: found,
        release,
      });
      res.set('Cache-Control', 'no-cache').render('compare', view);
    },

    rollback: (req, res) => change(req, res, () => operations.rollback()),
    promote: (req, res) =>
      change(req, res, (form) =>
        operations.promote(String(req.params.version), form.get('force') === 'true'),
      ),
    remove: (req, res) => change(req, res, () => operations.remove(String(req.params.version))),
  };
}
