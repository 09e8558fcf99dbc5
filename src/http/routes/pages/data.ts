import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { classDistributionChart } from '../../../charts/class-distribution';
import {
  chartClasses,
  dataPage as dataView,
  PAGE_SIZE,
  pictures,
  type DataQuery,
  type PageNotice,
} from '../../../dashboard/data';
import { STRINGS, text } from '../../../dashboard/strings/strings';
import type { UploadAnswer } from '../../../dashboard/upload-result';
import { parseLabel } from '../../../dataset/samples/label';
import { SAMPLE_SOURCES } from '../../../store/samples/sample';
import { datasetAnswer } from '../../dataset-answer';
import { ERROR_STATUS } from '../../error-status';
import type { HttpParts } from '../../http-parts';
import { imageLimits } from '../../image-limits';
import { parseForm } from '../../parse-form';
import { passed } from '../../passed';
import { toHttpError } from '../../to-http-error';
import { picture, sendSvg } from '../visualizations';
import { saveTrainingData } from '../upload-training-data';

type Parts = Pick<
  HttpParts,
  'config' | 'state' | 'labelledData' | 'lastTrainingAt' | 'release' | 'newId'
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
}

/** Without an upper limit: a page says what is wrong, and a query is as long as a URL at most. */
const querySchema = z.object({
  label: z.string().min(1).optional().catch(undefined),
  source: z.enum(SAMPLE_SOURCES).optional().catch(undefined),
  cursor: z.string().min(1).optional().catch(undefined),
});

const ID = /^[0-9a-f]{64}$/;

/**
 * The page of labelled images, and the forms on it.
 *
 * @param uploadLimits of POST /api/upload/training-data, which an upload here counts for too
 */
export function dataPage(parts: Parts, uploadLimits: readonly RequestHandler[]): DataPage {
  const { config, state, labelledData, release } = parts;
  const { samples, collection } = labelledData;
  const save = saveTrainingData(parts);
  const limits = {
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxUploadFiles: config.MAX_UPLOAD_FILES,
    maxUploadBytes: config.MAX_UPLOAD_CONTENT_LENGTH,
    formats: imageLimits(config).formats,
  };

  async function render(req: Request, res: Response, outcome: Outcome = {}): Promise<void> {
    const { query, refusal } = queryOf(req);
    const { label, source, cursor } = query;
    const filter = {
      ...(label !== undefined && { labelKey: parseLabel(label).key }),
      ...(source !== undefined && { source }),
    };
    const [dataset, page, labels] = await Promise.all([
      datasetAnswer(parts),
      samples.list(filter, PAGE_SIZE, cursor),
      samples.labels(),
    ]);
    const view = dataView({
      dataset,
      page,
      query,
      labels: labels.map(({ name }) => name),
      knownClasses: state.model?.version.card.class_names,
      limits,
      upload: outcome.upload,
      notice: outcome.notice ?? (refusal === undefined ? undefined : bad(refusal)),
      release,
    });
    res
      .status(outcome.status ?? (refusal === undefined ? 200 : ERROR_STATUS.INVALID_LABEL))
      .set('Cache-Control', 'no-cache')
      .render('data', view);
  }

  async function upload(req: Request, res: Response): Promise<Outcome> {
    for (const limit of uploadLimits) await passed(limit, req, res);
    const answer = await save(req, res);
    return answer.files_saved > 0
      ? { upload: answer }
      : { upload: answer, status: ERROR_STATUS.NO_IMAGE_SAVED };
  }

  async function changeSamples(req: Request): Promise<Outcome> {
    const form = await parseForm(req);
    const ids = form.getAll('ids').filter((id) => ID.test(id));
    if (ids.length === 0) return refused(STRINGS.dataNoneChosen);
    if (form.get('action') === 'delete') {
      const { changed } = await collection.delete(ids);
      return said(text('dataDeleted', { count: pictures(changed.length) }));
    }
    const given = form.get('label') ?? '';
    if (given.trim() === '') return refused(STRINGS.dataNoLabel);
    const label = parseLabel(given);
    const { changed } = await collection.relabel(ids, label);
    return said(text('dataRelabelled', { count: pictures(changed.length), label: label.name }));
  }

  /** Shows what went wrong on the page: a form was sent from it. */
  async function withTrouble(
    req: Request,
    res: Response,
    work: () => Promise<Outcome>,
  ): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await work();
    } catch (thrown) {
      const { status, message } = toHttpError(thrown);
      if (status >= 500) throw thrown;
      outcome = { status, notice: bad(message) };
    }
    await render(req, res, outcome);
  }

  return {
    show: (req, res) => render(req, res),
    async chart(_req, res) {
      const classes = chartClasses(await datasetAnswer(parts));
      const svg = classDistributionChart({
        classNames: classes.map(({ label }) => label),
        series: [
          { name: STRINGS.dataSeriesLearned, values: classes.map((c) => c.samples - c.held_out) },
          { name: STRINGS.dataSeriesHeldOut, values: classes.map((c) => c.held_out) },
        ],
        remark: '',
      });
      sendSvg(res, picture(svg));
    },
    change: (req, res) =>
      withTrouble(req, res, () =>
        req.is('multipart/form-data') === false ? changeSamples(req) : upload(req, res),
      ),
  };
}

function queryOf(req: Request): { query: DataQuery; refusal: string | undefined } {
  const query = querySchema.parse(req.query);
  if (query.label === undefined) return { query, refusal: undefined };
  try {
    return { query: { ...query, label: parseLabel(query.label).name }, refusal: undefined };
  } catch (error) {
    return { query: { ...query, label: undefined }, refusal: toHttpError(error).message };
  }
}

function bad(words: string): PageNotice {
  return { level: 'bad', text: words };
}

function said(words: string): Outcome {
  return { notice: { level: 'good', text: words } };
}

function refused(words: string): Outcome {
  return { status: ERROR_STATUS.INVALID_BODY, notice: bad(words) };
}
