import { acceptAttribute, formatNames, type ImageFormat } from '../config/image-formats';
import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import type { PredictionStore } from '../store/prediction';
import { fileKinds } from './file-kinds';
import { count, duration, fileSize, moment, percent } from './format';
import { modelView, type ModelView } from './model-tile';
import { predictionView, type PredictionView } from './prediction-row';
import { shell, type Shell } from './shell';
import { PREDICT_STRINGS } from './strings/predict';
import { STRINGS, text } from './strings/strings';

export interface PredictSource {
  /** undefined while it loads */
  readonly model: { readonly version: ModelVersion; readonly classifier: Classifier } | undefined;
  readonly store: PredictionStore;
  readonly startedAt: Date;
  readonly now: () => Date;
  /** The service's own version. */
  readonly release: string;
  /** As the browser asked for it: `http://localhost:5000` */
  readonly origin: string;
  readonly limits: {
    readonly maxFileBytes: number;
    readonly maxBatchFiles: number;
    /** Of one batch request, all its files together. */
    readonly maxBatchBytes: number;
    readonly formats: readonly ImageFormat[];
  };
}

/** What the page shows, in words. */
export interface PredictView {
  readonly shell: Shell;
  readonly model: ModelView | undefined;
  readonly uptime: {
    readonly text: string;
    readonly since: string;
    /** ISO 8601 */
    readonly startedAt: string;
  };
  readonly origin: string;
  readonly totalPredictions: string;
  readonly averageConfidence: string;
  readonly latest: readonly PredictionView[];
  readonly formats: string;
  /** For the `accept` attribute of the file field. */
  readonly accept: string;
  readonly maxFileSize: string;
}

/** Rows of the table of latest predictions. */
export const LATEST_COUNT = 10;

/** Gathers what the predict page shows. */
export async function predictPage(source: PredictSource): Promise<PredictView> {
  const { model, store, startedAt, now, limits } = source;
  const [statistics, page] = await Promise.all([store.statistics(), store.list({}, LATEST_COUNT)]);
  const nowMs = now().getTime();
  return {
    shell: shell({
      styles: ['status', 'predict', 'answer', 'judge', 'latest'],
      page: 'predict',
      release: source.release,
      reloadsWithoutScript: model === undefined,
      strings: PREDICT_STRINGS,
      data: {
        maxFileBytes: limits.maxFileBytes,
        maxBatchFiles: limits.maxBatchFiles,
        maxBatchBytes: limits.maxBatchBytes,
        ...fileKinds(limits.formats),
        isLoading: model === undefined,
        latestCount: LATEST_COUNT,
        viewedInput: model?.version.card.input ?? null,
        startedAtMs: startedAt.getTime(),
        serverNowMs: nowMs,
      },
    }),
    model: model && modelView(model.version, model.classifier),
    uptime: {
      text: duration(nowMs - startedAt.getTime()),
      since: text('uptimeSince', { time: moment(startedAt) }),
      startedAt: startedAt.toISOString(),
    },
    origin: source.origin,
    totalPredictions: count(statistics.total),
    averageConfidence:
      statistics.averageConfidence === null ? STRINGS.none : percent(statistics.averageConfidence),
    latest: page.predictions.map((prediction) => predictionView(prediction, nowMs)),
    formats: formatNames(limits.formats),
    accept: acceptAttribute(limits.formats),
    maxFileSize: fileSize(limits.maxFileBytes),
  };
}
