import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { backboneCards, backbonesFolder } from '../../backbones/backbone';
import { trainingCurvesChart } from '../../charts/training-curves';
import { BUILT_IN_NETWORK } from '../../config/built-in-network';
import { describeIssue, plainIssue } from '../../config/plain-issue';
import { shownPath } from '../../config/shown-path';
import type { PageNotice } from '../../dashboard/data';
import {
  jobPage,
  JOBS_SHOWN,
  trainPage as trainView,
  type JobDetail,
  type TrainSource,
} from '../../dashboard/train';
import { duration } from '../../dashboard/format';
import { STRINGS, text } from '../../dashboard/strings/strings';
import { NETWORK_NAMES, RECIPE_NAMES } from '../../jobs/choices';
import type { CatalogueEntry } from '../../registry/version-catalogue';
import { isOver, type Job } from '../../store/jobs/job';
import { datasetAnswer } from '../api/labelling/dataset-answer';
import { HttpError } from '../kit/errors/http-error';
import type { PageParts } from './page-parts';
import { parseForm } from '../kit/reading/parse-form';
import { retrainBodySchema, type RetrainBody } from '../api/training/jobs-schema';
import { cancelRetraining } from '../api/training/cancel-retraining';
import { startRetraining } from '../api/training/start-retraining';
import { orShowWhy } from './show-refusal';
import { curveOf } from '../api/models/version-charts';
import { sendSvg, taggedSvg } from '../kit/sending/send-svg';

type Parts = Pick<
  PageParts,
  | 'config'
  | 'state'
  | 'active'
  | 'catalogue'
  | 'charts'
  | 'jobs'
  | 'labelledData'
  | 'lastTraining'
  | 'retrainLimits'
  | 'isNativeInstalled'
  | 'release'
>;

export interface TrainPages {
  /** GET /train: views/train.ejs. */
  readonly show: RequestHandler;
  /** POST /train: starts what the form says. */
  readonly start: RequestHandler;
  /** GET /train/:id: views/training.ejs. */
  readonly showJob: RequestHandler;
  /** POST /train/:id/cancel */
  readonly cancel: RequestHandler;
  /** GET /train/:id/curves.svg: loss and accuracy, epoch by epoch. */
  readonly curves: RequestHandler;
}

const LOG_LINES = 100;
const SECOND_MS = 1000;
const querySchema = z.object({ cursor: z.string().min(1).max(256).optional().catch(undefined) });

interface Outcome {
  readonly status?: number;
  readonly notice?: PageNotice;
  readonly chosen?: Readonly<Record<string, string>>;
}

/** The pages about retraining, and the forms on them. */
export function trainPages(parts: Parts): TrainPages {
  const { config, state, active, catalogue, charts, jobs, release } = parts;

  async function detailOf(id: string): Promise<JobDetail> {
    // Before the job itself: it knows of every epoch that was over before the last line.
    const log = await jobs.logTail(id, LOG_LINES);
    const job = await jobOf(id);
    const base = await catalogue.find(job.baseVersion);
    const made = await madeBy(job);
    const hasNewClasses = (made?.card.retraining?.new_classes.length ?? 0) > 0;
    const metrics = base?.kind === 'good' ? base.card.metrics.validation : null;
    return {
      job,
      log: log.map(({ data }) => (data as { line: string }).line),
      lastEvent: log.at(-1)?.seq ?? 0,
      // A version with new classes is judged on more images than the one before.
      baseAccuracy: hasNewClasses ? undefined : (metrics?.accuracy ?? undefined),
      activeVersion: active.current?.version.name,
      made: made && {
        card: made.card,
        curve: curveOf(await charts(made.card, made.folder)),
      },
    };
  }

  /** The version that a job made, where it is still there. */
  async function madeBy({
    version,
  }: Job): Promise<Extract<CatalogueEntry, { kind: 'good' }> | undefined> {
    const made = version === null ? undefined : await catalogue.find(version);
    return made?.kind === 'good' ? made : undefined;
  }

  /** What a head can be, and what that of the version in service is. */
  async function headChoices(): Promise<
    Pick<TrainSource['choices'], 'backbones' | 'backbone' | 'classes'>
  > {
    const card = state.model?.version.card;
    const added = await backboneCards(backbonesFolder(config.MODEL_DIR));
    // Whoever adds a network before the first training has photographs of their own.
    const isAsShipped = card?.backbone === null && card.retraining === null;
    const suggested = isAsShipped
      ? added.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1))[0]
      : undefined;
    return {
      backbones: [
        { name: BUILT_IN_NETWORK, input: null },
        ...added.map(({ name, input }) => ({ name, input })),
      ],
      backbone: suggested?.name ?? card?.backbone?.name ?? BUILT_IN_NETWORK,
      classes:
        suggested === undefined && (card?.retraining?.classes ?? 'all') === 'all' ? 'all' : 'own',
    };
  }

  async function render(req: Request, res: Response, outcome: Outcome = {}): Promise<void> {
    const { cursor } = querySchema.parse(req.query);
    const [dataset, page, latest] = await Promise.all([
      datasetAnswer(parts),
      jobs.list(JOBS_SHOWN, cursor),
      jobs.latest(),
    ]);
    const open = latest === undefined || isOver(latest.state) ? undefined : latest;
    const view = trainView({
      learnable: dataset.total - dataset.held_out,
      changed: dataset.since_last_training.samples,
      hasLearned: Boolean(state.model?.version.card.retraining),
      isLoading: state.model === undefined,
      promotes: config.MODEL_PROMOTION === 'auto',
      missingData: jobs.hasData() ? undefined : shownPath(config.DATA_DIR),
      isNativeInstalled: parts.isNativeInstalled(),
      choices: {
        networks: NETWORK_NAMES,
        recipes: RECIPE_NAMES,
        epochs: config.RETRAINING_EPOCHS,
        batchSize: config.RETRAINING_BATCH_SIZE,
        network: config.MODEL_NETWORK,
        recipe: 'short',
        ...(await headChoices()),
      },
      automatic: jobs.automatic,
      jobs: await Promise.all(
        page.jobs.map(async (job) => ({ job, own: (await madeBy(job))?.card.metrics.own })),
      ),
      nextCursor: page.nextCursor,
      isFirstPage: cursor === undefined,
      open: open && (await detailOf(open.id)),
      notice: outcome.notice,
      ...(outcome.chosen && { chosen: outcome.chosen }),
      release,
    });
    res
      .status(outcome.status ?? 200)
      .set('Cache-Control', 'no-cache')
      .render('train', view);
  }

  async function jobOf(id: unknown): Promise<Job> {
    const job = await jobs.find(String(id));
    if (job === undefined) throw new HttpError('JOB_NOT_FOUND', 'There is no training of this id.');
    return job;
  }

  return {
    show: (req, res) => render(req, res),

    async start(req, res) {
      const form = Object.fromEntries(await parseForm(req));
      await orShowWhy(
        res,
        async () => {
          const job = await startRetraining(parts, bodyOf(form), req, res);
          res.redirect(303, `/train/${job.id}`);
        },
        (refusal) => {
          const notice = { level: 'bad', text: wordsOf(refusal) } as const;
          return render(req, res, { status: refusal.status, notice, chosen: form });
        },
      );
    },

    async showJob(req, res) {
      const detail = await detailOf(String(req.params.id));
      res.set('Cache-Control', 'no-cache').render('training', jobPage(detail, release));
    },

    async cancel(req, res) {
      await parseForm(req);
      const id = String(req.params.id);
      await orShowWhy(
        res,
        async () => {
          await cancelRetraining(jobs, id);
          res.redirect(303, `/train/${id}`);
        },
        async (refusal) => {
          const detail = await detailOf(id);
          const notice = { level: 'bad', text: wordsOf(refusal) } as const;
          res.render('training', jobPage(detail, release, notice));
        },
      );
    },

    async curves(req, res) {
      const { epochs } = await jobOf(req.params.id);
      if (epochs.length === 0) {
        throw new HttpError('VISUALIZATION_NOT_FOUND', 'This training has no epochs yet.');
      }
      const svg = trainingCurvesChart({
        epochs: epochs.map(({ epoch, loss, accuracy, val_accuracy }) => ({
          epoch,
          loss,
          trainingAccuracy: accuracy,
          validationAccuracy: val_accuracy,
        })),
        remark: '',
      });
      sendSvg(res, taggedSvg(svg));
    },
  };
}

/** A refusal, as a page says it: the API's words name its own routes. */
function wordsOf({ code, message, headers }: HttpError): string {
  switch (code) {
    case 'RETRAINING_RUNNING':
      return STRINGS.trainOpen;
    case 'JOB_OVER':
      return STRINGS.trainOverAlready;
    case 'RATE_LIMITED': {
      const seconds = Number(headers['Retry-After']);
      return text('trainLimited', { time: duration(Math.max(1, seconds) * SECOND_MS) });
    }
    default:
      return message;
  }
}

/**
 * What a form asks for; classes and backbone are of a head, the other settings of every layer.
 *
 * @throws {HttpError} INVALID_BODY
 */
function bodyOf({
  mode,
  network,
  recipe,
  epochs,
  batch_size,
  classes,
  backbone,
}: Record<string, string>): RetrainBody {
  const settings = {
    network,
    recipe,
    epochs: wholeNumber(epochs),
    batch_size: wholeNumber(batch_size),
  };
  const result = retrainBodySchema.safeParse(
    { mode, ...(mode === 'full' ? settings : { classes, backbone }) },
    { error: plainIssue },
  );
  if (result.success) return result.data;
  throw new HttpError('INVALID_BODY', describeIssue(result.error), { cause: result.error });
}

function wholeNumber(text: string | undefined): number | undefined {
  return text === undefined || text.trim() === '' ? undefined : Number(text);
}
