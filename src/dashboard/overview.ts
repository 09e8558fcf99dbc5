import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import type { Prediction, PredictionStore } from '../store/prediction';
import { ago, count, duration, fileSize, moment, percent } from './format';
import { STRINGS, text } from './strings';

export interface OverviewSource {
  /** undefined while it loads */
  readonly model: { readonly version: ModelVersion; readonly classifier: Classifier } | undefined;
  readonly store: PredictionStore;
  readonly startedAt: Date;
  readonly now: () => Date;
  /** The service's own version. */
  readonly release: string;
  readonly limits: {
    readonly maxFileBytes: number;
    readonly maxBatchFiles: number;
    /** Of one batch request, all its files together. */
    readonly maxBatchBytes: number;
    readonly formats: readonly string[];
  };
}

/** What the page shows, in words. */
export interface OverviewView {
  readonly release: string;
  readonly strings: typeof STRINGS;
  readonly text: typeof text;
  readonly model: ModelView | undefined;
  readonly uptime: {
    readonly text: string;
    readonly since: string;
    /** ISO 8601 */
    readonly startedAt: string;
  };
  readonly totalPredictions: string;
  readonly averageConfidence: string;
  readonly latest: readonly PredictionView[];
  readonly formats: string;
  /** For the `accept` attribute of the file field. */
  readonly accept: string;
  readonly maxFileSize: string;
  /** JSON for the page's scripts, safe inside a script element. */
  readonly clientData: string;
}

interface ModelView {
  readonly name: string;
  readonly engine: string;
  readonly accuracy: string | undefined;
  readonly classNames: readonly string[];
}

interface PredictionView {
  readonly id: string;
  readonly ago: string;
  /** ISO 8601 */
  readonly time: string;
  readonly fileName: string;
  readonly className: string;
  readonly confidence: string;
  /** Length of its bar, 0-100. */
  readonly confidenceBar: number;
  readonly duration: string;
  readonly version: string;
}

/** Rows of the table of latest predictions. */
export const LATEST_COUNT = 10;
const FORMAT_NAMES: Readonly<Record<string, string>> = { webp: 'WebP' };

/** Gathers what the overview page shows. */
export async function overview(source: OverviewSource): Promise<OverviewView> {
  const { model, store, startedAt, now, limits } = source;
  const [statistics, page] = await Promise.all([store.statistics(), store.list({}, LATEST_COUNT)]);
  const nowMs = now().getTime();
  return {
    release: source.release,
    strings: STRINGS,
    text,
    model: model && modelView(model.version, model.classifier),
    uptime: {
      text: duration(nowMs - startedAt.getTime()),
      since: text('uptimeSince', { time: moment(startedAt) }),
      startedAt: startedAt.toISOString(),
    },
    totalPredictions: count(statistics.total),
    averageConfidence:
      statistics.averageConfidence === null ? STRINGS.none : percent(statistics.averageConfidence),
    latest: page.predictions.map((prediction) => predictionView(prediction, nowMs)),
    formats: limits.formats
      .map((format) => FORMAT_NAMES[format] ?? format.toUpperCase())
      .join(', '),
    accept: limits.formats.map((format) => `image/${format}`).join(','),
    maxFileSize: fileSize(limits.maxFileBytes),
    clientData: safeJson({
      strings: STRINGS,
      maxFileBytes: limits.maxFileBytes,
      maxBatchFiles: limits.maxBatchFiles,
      maxBatchBytes: limits.maxBatchBytes,
      isLoading: model === undefined,
      latestCount: LATEST_COUNT,
      startedAtMs: startedAt.getTime(),
      serverNowMs: nowMs,
    }),
  };
}

function modelView({ name, card }: ModelVersion, { engine }: Classifier): ModelView {
  const { test, validation } = card.metrics;
  const measured = test ?? validation;
  return {
    name,
    engine,
    accuracy:
      measured === null
        ? undefined
        : text(test === null ? 'accuracyValidation' : 'accuracyTest', {
            percent: percent(measured.accuracy),
            count: count(measured.images),
          }),
    classNames: card.class_names,
  };
}

function predictionView(prediction: Prediction, nowMs: number): PredictionView {
  return {
    id: prediction.id,
    ago: ago(nowMs - prediction.createdAt),
    time: new Date(prediction.createdAt).toISOString(),
    fileName: prediction.fileName,
    className: prediction.predictedClass,
    confidence: percent(prediction.confidence),
    confidenceBar: 100 * prediction.confidence,
    duration: `${prediction.durationMs.toFixed(1)} ms`,
    version: prediction.modelVersion,
  };
}

/** JSON that cannot end the script element it stands in. */
function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
