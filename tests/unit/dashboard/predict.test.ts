import { predictPage, LATEST_COUNT, type PredictSource } from '../../../src/dashboard/predict';
import type { ModelCard } from '../../../src/registry/card';
import type { Prediction, PredictionStatistics } from '../../../src/store/prediction';
import { madeOwnPictures } from '../../support/tiny-backbone-version';
import { TINY_CLASSES, tinyModelVersion } from '../../support/tiny-version';

const NOW = new Date('2026-01-02T03:04:05Z');
const MINUTE_MS = 60_000;
const NO_STATISTICS: PredictionStatistics = {
  total: 0,
  averageConfidence: null,
  minConfidence: null,
  maxConfidence: null,
  averageDurationMs: null,
  perClass: {},
};

const prediction = (changes: Partial<Prediction> = {}): Prediction => ({
  id: '019b7c00-0000-7000-8000-000000000000',
  createdAt: NOW.getTime() - 5 * MINUTE_MS,
  fileName: 'apple.png',
  predictedClass: 'Red',
  predictedClassIndex: 0,
  confidence: 0.75,
  durationMs: 1.234,
  modelVersion: 'tiny',
  uncertain: false,
  allProbabilities: { Red: 0.75, Green: 0.125, Blue: 0.125 },
  ...changes,
});

describe('the predict page', () => {
  it('says how good the model in service is: on test images, where it was measured on them', async () => {
    const test = measured(0.9124, 5000);
    const validation = measured(0.95, 4500);
    const { model } = await predictPage(source({ metrics: { test, validation, samples: null } }));
    expect(model).toMatchObject({ name: 'tiny', engine: 'an engine', classNames: TINY_CLASSES });
    expect(model?.figures).toEqual(['91.2% of 5,000 test images of its data set right']);
  });

  it('falls back on the validation images, and says so', async () => {
    const { model } = await predictPage(
      source({ metrics: { test: null, validation: measured(0.95, 4500), samples: null } }),
    );
    expect(model?.figures).toEqual(['95.0% of 4,500 held-out images of its data set right']);
  });

  it('claims no accuracy that was not measured', async () => {
    const { model } = await predictPage(
      source({ metrics: { test: null, validation: null, samples: null } }),
    );
    expect(model?.figures).toEqual([]);
    expect(model?.advice).toBeUndefined();
  });

  it('says first how good it is on the pictures of its user', async () => {
    const own = madeOwnPictures();
    const { model } = await predictPage(
      source({ metrics: { test: null, validation: measured(0.95, 4500), samples: null, own } }),
    );
    expect(model?.figures).toEqual([
      '86.7% of 30 own pictures right (likely 70% to 95%)',
      '95.0% of 4,500 held-out images of its data set right',
    ]);
    expect(model?.advice).toMatch(
      /^20 more pictures of (Red|Green) would help most: perhaps \d+ points? more/,
    );
  });

  it('is there before the model is', async () => {
    const view = await predictPage({ ...source(), model: undefined });
    expect(view.model).toBeUndefined();
    expect(JSON.parse(view.shell.clientData)).toMatchObject({ isLoading: true });
  });

  it('counts the time the service runs by the clock it is given', async () => {
    const startedAt = new Date(NOW.getTime() - 90 * MINUTE_MS);
    const { uptime } = await predictPage({ ...source(), startedAt });
    expect(uptime).toEqual({
      text: '1\u00a0h 30\u00a0min',
      since: 'since 2 Jan, 01:34 UTC',
      startedAt: '2026-01-02T01:34:05.000Z',
    });
  });

  it('has no average before the first prediction', async () => {
    const view = await predictPage(source());
    expect(view.totalPredictions).toBe('0');
    expect(view.averageConfidence).toBe('–');
    expect(view.latest).toEqual([]);
  });

  it('shows totals and the latest predictions of the whole history', async () => {
    const asked: unknown[] = [];
    const view = await predictPage(
      source({
        statistics: { ...NO_STATISTICS, total: 12_345, averageConfidence: 0.8765 },
        latest: [prediction()],
        onList: (...question) => asked.push(question),
      }),
    );
    expect(view.totalPredictions).toBe('12,345');
    expect(view.averageConfidence).toBe('87.6%');
    expect(asked).toEqual([[{}, LATEST_COUNT]]);
    expect(view.latest).toEqual([
      {
        id: '019b7c00-0000-7000-8000-000000000000',
        ago: '5 min ago',
        time: '2026-01-02T02:59:05.000Z',
        fileName: 'apple.png',
        className: 'Red',
        confidence: '75.0%',
        confidenceBar: 75,
        isUncertain: false,
        duration: '1.2 ms',
        version: 'tiny',
      },
    ]);
  });

  it('names the accepted formats to people and to the file field', async () => {
    const view = await predictPage(source());
    expect(view.formats).toBe('PNG, JPEG, WebP');
    expect(view.accept).toBe('image/png,image/jpeg,image/webp,.png,.jpg,.jpeg,.jpe,.jfif,.webp');
    expect(view.maxFileSize).toBe('16\u00a0MB');
  });

  it('hands the scripts the limits and the clock as JSON', async () => {
    const {
      shell: { clientData },
    } = await predictPage(source());
    expect(JSON.parse(clientData)).toMatchObject({
      maxFileBytes: 16 * 1024 * 1024,
      maxBatchFiles: 100,
      maxBatchBytes: 64 * 1024 * 1024,
      isLoading: false,
      latestCount: LATEST_COUNT,
      serverNowMs: NOW.getTime(),
    });
  });
});

interface Situation {
  readonly metrics?: ModelCard['metrics'];
  readonly statistics?: PredictionStatistics;
  readonly latest?: readonly Prediction[];
  readonly onList?: (...question: unknown[]) => void;
}

function source({
  metrics = { test: null, validation: null, samples: null },
  statistics = NO_STATISTICS,
  latest = [],
  onList = () => undefined,
}: Situation = {}): PredictSource {
  return {
    model: {
      version: tinyModelVersion({ metrics }),
      classifier: {
        version: tinyModelVersion({ metrics }),
        engine: 'an engine',
        precision: 'fp32',
        engineReason: 'a test',
        isResponsive: true,
        reserve: () => Promise.reject(new Error('a test reserves nothing')),
        load: { workers: 1, queuedImages: 0, runningImages: 0, batches: 0, batchedImages: 0 },
        classify: () => Promise.reject(new Error('the page asks the model nothing')),
        lease() {
          throw new Error('the page asks the model nothing');
        },
        swap: () => Promise.resolve(),
        loadVersion: () => Promise.reject(new Error('the page loads nothing')),
        counts: new Map(),
        close: () => Promise.resolve(),
      },
    },
    store: {
      record: () => undefined,
      recorded: () => Promise.resolve(),
      prune: () => Promise.resolve(),
      flush: () => Promise.resolve(),
      find: () => Promise.resolve(undefined),
      list: (...question) => {
        onList(...question);
        return Promise.resolve({ predictions: latest, nextCursor: null });
      },
      statistics: () => Promise.resolve(statistics),
      activity: () => Promise.reject(new Error('this page does not ask')),
      close: () => Promise.resolve(),
    },
    startedAt: NOW,
    now: () => NOW,
    release: '1.2.3',
    origin: 'http://localhost:5000',
    limits: {
      maxFileBytes: 16 * 1024 * 1024,
      maxBatchFiles: 100,
      maxBatchBytes: 64 * 1024 * 1024,
      formats: ['png', 'jpeg', 'webp'],
    },
  };
}

function measured(accuracy: number, images: number): NonNullable<ModelCard['metrics']['test']> {
  return {
    accuracy,
    images,
    precision_macro: accuracy,
    precision_weighted: accuracy,
    recall_macro: accuracy,
    recall_weighted: accuracy,
    f1_macro: accuracy,
    f1_weighted: accuracy,
    confusion_matrix: [],
    auc_per_class: {},
    roc_curves: {},
    calibration: {
      expected_calibration_error: 0,
      expected_calibration_error_uncalibrated: 0,
      bins: [],
    },
  };
}
