import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { classBalance } from '../../dashboard/class-balance';
import { duration } from '../../dashboard/format';
import {
  dataPage as dataView,
  PAGE_SIZE,
  pictures,
  type ClassMerging,
  type DataQuery,
  type PageNotice,
} from '../../dashboard/data';
import { STRINGS, text } from '../../dashboard/strings/strings';
import type { UploadAnswer } from '../../dashboard/upload-result';
import { ClassExistsError } from '../../dataset/samples/class-errors';
import { SAMPLE_SOURCES, type SamplePage } from '../../store/samples/sample';
import { offeredLabels } from '../api/labelling/classes-there';
import { datasetAnswer } from '../api/labelling/dataset-answer';
import { ERRORS } from '../kit/errors/error-codes';
import { HttpError } from '../kit/errors/http-error';
import type { PageParts } from './page-parts';
import { imageLimits } from '../api/predictions/image-limits';
import { parseForm } from '../kit/reading/parse-form';
import { toHttpError } from '../kit/errors/to-http-error';
import { orShowWhy } from './show-refusal';
import { sendSvg, taggedSvg } from '../kit/sending/send-svg';
import { refusalCode } from '../api/labelling/upload-training-data';

type Parts = Pick<
  PageParts,
  'config' | 'state' | 'labelledData' | 'labelling' | 'lastTraining' | 'saveUpload' | 'release'
>;

export interface DataPage {
  /** GET /data: views/data.ejs. */
  readonly show: RequestHandler;
  /** GET /data/classes.svg: how many images of each class there are. */
  readonly chart: RequestHandler;
  /** POST /data: does what a form of the page says, and shows the page with what became of it. */
  readonly change: RequestHandler;
}

/** What the page answers beside what there is. */
interface Outcome {
  readonly status?: number;
  readonly notice?: PageNotice;
  readonly upload?: UploadAnswer;
  readonly merging?: ClassMerging;
  /** The class to look at now: another one than was asked for, or none. */
  readonly label?: string | null;
}

interface Found {
  readonly query: DataQuery;
  readonly page: SamplePage;
  /** Why it is not what was asked for. */
  readonly refusal?: Outcome;
}

/** Without an upper limit: a page says what is wrong, and a query is as long as a URL at most. */
const querySchema = z.object({
  label: z.string().min(1).optional().catch(undefined),
  source: z.enum(SAMPLE_SOURCES).optional().catch(undefined),
  split: z.literal('test').optional().catch(undefined),
  cursor: z.string().min(1).optional().catch(undefined),
});

const SECOND_MS = 1000;
const ID = /^[0-9a-f]{64}$/;

/** The page of labelled images, and the forms on it. */
export function dataPage(parts: Parts): DataPage {
  const { config, state, labelling, saveUpload, release } = parts;
  const { samples } = parts.labelledData;
  const limits = {
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxUploadFiles: config.MAX_UPLOAD_FILES,
    maxUploadBytes: config.MAX_UPLOAD_CONTENT_LENGTH,
    formats: imageLimits(config).formats,
  };

  /** The pictures that are asked for; the newest of all where the question makes no sense. */
  function find(req: Request, res: Response, shown: Outcome['label']): Promise<Found> {
    const given = querySchema.parse(req.query);
    const query = shown === undefined ? given : { label: shown ?? undefined, split: given.split };
    const found = async (): Promise<Found> => {
      const page = await labelling.list(query, PAGE_SIZE, query.cursor);
      const label = query.label === undefined ? undefined : await labelling.spelled(query.label);
      return { query: { ...query, label }, page };
    };
    return orShowWhy(res, found, async ({ status, message }) => {
      const page = await labelling.list({}, PAGE_SIZE);
      return { query: {}, page, refusal: { status, notice: bad(message) } };
    });
  }

  async function render(req: Request, res: Response, done: Outcome = {}): Promise<void> {
    const [dataset, training, { query, page, refusal }, labels] = await Promise.all([
      datasetAnswer(parts),
      parts.lastTraining(),
      find(req, res, done.label),
      offeredLabels(samples, state),
    ]);
    const outcome = { ...refusal, ...done };
    const view = dataView({
      dataset,
      page,
      trainedChange: training?.sampleChange ?? null,
      query,
      labels,
      knownClasses: state.model?.version.card.class_names,
      limits,
      upload: outcome.upload,
      notice: outcome.notice,
      merging: outcome.merging,
      release,
    });
    res
      .status(outcome.status ?? 200)
      .set('Cache-Control', 'no-cache')
      .render('data', view);
  }

  async function upload(req: Request, res: Response): Promise<Outcome> {
    const answer = await saveUpload(req, res);
    return answer.files_saved > 0
      ? { upload: answer }
      : { upload: answer, status: ERRORS[refusalCode(answer)].status };
  }

  async function changeSamples(req: Request): Promise<Outcome> {
    const form = await parseForm(req);
    const action = form.get('action');
    if (action === 'rename-class' || action === 'delete-class') {
      return changeClass(form, querySchema.parse(req.query).label);
    }
    const ids = form.getAll('ids').filter((id) => ID.test(id));
    if (ids.length === 0) return refused(STRINGS.dataNoneChosen);
    if (action === 'delete') {
      const { changed, missing } = await labelling.delete(ids);
      if (changed.length === 0) return gone(missing.length);
      return said(text('dataDeleted', { count: pictures(changed.length) }), missing.length);
    }
    if (action === 'move-to-training') {
      const { changed, missing } = await labelling.moveToTraining(ids);
      if (changed.length === 0 && missing.length > 0) return gone(missing.length);
      return said(text('dataMovedToTraining', { count: pictures(changed.length) }), missing.length);
    }
    const given = form.get('label') ?? '';
    if (given.trim() === '') return refused(STRINGS.dataNoLabel);
    const { changed, unchanged, missing } = await labelling.relabel(ids, given);
    const labelled = changed.length + unchanged.length;
    if (labelled === 0) return gone(missing.length);
    return said(
      text('dataRelabelled', { count: pictures(labelled), label: await labelling.spelled(given) }),
      missing.length,
    );
  }

  /** @param given the class that is looked at */
  async function changeClass(form: URLSearchParams, given = ''): Promise<Outcome> {
    const from = await labelling.spelled(given);
    if (form.get('action') === 'delete-class') {
      const count = pictures(await labelling.deleteClass(given));
      return { ...said(text('dataClassDeleted', { label: from, count }), 0), label: null };
    }
    const name = form.get('name') ?? '';
    if (name.trim() === '') return refused(STRINGS.dataNoName);
    try {
      const merges = form.get('merge') === 'true';
      const renamed = await labelling.renameClass(given, name, merges);
      const words = renamed.outcome === 'merged' ? 'dataClassMerged' : 'dataClassRenamed';
      const count = pictures(renamed.samples);
      return {
        ...said(text(words, { label: from, into: renamed.label, count }), 0),
        label: renamed.label,
      };
    } catch (error) {
      if (!(error instanceof ClassExistsError)) throw error;
      const { status, message } = toHttpError(error);
      return { status, notice: bad(message), merging: { name, into: error.label } };
    }
  }

  /** Shows what went wrong on the page: a form was sent from it. */
  async function withTrouble(
    req: Request,
    res: Response,
    work: () => Promise<Outcome>,
  ): Promise<void> {
    const outcome = await orShowWhy<Outcome>(res, work, (refusal) => ({
      status: refusal.status,
      notice: bad(wordsOf(refusal)),
    }));
    await render(req, res, outcome);
  }

  return {
    show: (req, res) => render(req, res),
    async chart(_req, res) {
      const { classes } = await datasetAnswer(parts);
      const balance = classBalance(classes);
      if (balance === undefined) {
        throw new HttpError('VISUALIZATION_NOT_FOUND', 'There is no labelled picture yet.');
      }
      sendSvg(res, taggedSvg(balance.svg));
    },
    change: (req, res) =>
      withTrouble(req, res, () =>
        req.is('multipart/form-data') === false ? changeSamples(req) : upload(req, res),
      ),
  };
}

/** A refusal, as a page says it: the API's words name its own routes. */
function wordsOf({ code, message, headers }: HttpError): string {
  if (code !== 'RATE_LIMITED') return message;
  const seconds = Number(headers['Retry-After'] ?? 0);
  return text('dataTooOften', { wait: duration(seconds * SECOND_MS) });
}

function bad(words: string): PageNotice {
  return { level: 'bad', text: words };
}

/** @param missing pictures that somebody else has deleted in the meantime */
function said(words: string, missing: number): Outcome {
  const rest = missing === 0 ? [] : [text('dataMissing', { count: pictures(missing) })];
  return { notice: { level: 'good', text: [words, ...rest].join(' · ') } };
}

function gone(missing: number): Outcome {
  return {
    status: ERRORS.SAMPLE_NOT_FOUND.status,
    notice: bad(text('dataMissing', { count: pictures(missing) })),
  };
}

function refused(words: string): Outcome {
  return { status: ERRORS.INVALID_BODY.status, notice: bad(words) };
}
