import { loadConfiguration } from '../../src/config/load';
import { accessRules } from '../../src/http/access/access-rules';
import type { HttpParts } from '../../src/http/http-parts';
import { DecodingGate } from '../../src/imaging/decoding-gate';
import { QueueFullError } from '../../src/inference/errors';
import { AdditionRunningError } from '../../src/jobs/backbone-desk';
import { VersionCatalogue } from '../../src/registry/version-catalogue';
import { memoryStores } from '../../src/http/rate-limit/rate-limit-stores';
import { UploadGate } from '../../src/http/upload/upload-gate';
import { ServiceState } from '../../src/http/api/operation/service-state';
import type { Classification, Classifier } from '../../src/inference/classification';
import type { ActiveModel, ServingModel } from '../../src/serving/active-model';
import { LoadedVersions } from '../../src/serving/loaded-versions';
import { TrafficMeter } from '../../src/observability/traffic/traffic-meter';
import { combined } from '../../src/telemetry/telemetry';
import { trafficSubscriber } from '../../src/telemetry/traffic';
import { RecentLines } from '../../src/observability/recent-lines';
import { Places } from '../../src/store/places';
import type { Prediction, PredictionStore } from '../../src/store/prediction';
import { noIdentities } from './no-identities';
import { checkDeclared } from './declared-answers';
import { noLabelledData } from './labelled-data';
import { recordingLogger, type RecordingLogger } from './recording-logger';
import { TINY_CLASSES, tinyModelVersion } from './tiny-version';

export interface TestHttpParts extends HttpParts {
  readonly logger: RecordingLogger;
  /** What has been recorded. */
  readonly recorded: Prediction[];
}

export interface HttpPartsOptions {
  readonly environment?: Record<string, string>;
  /** What the classifier does; by default, every image is red. */
  readonly classify?: Classifier['classify'];
  /** How many images wait; none by default. */
  readonly queuedImages?: number;
}

const RED: Classification = {
  classIndex: 0,
  classNames: TINY_CLASSES,
  confidence: 0.75,
  probabilities: Float32Array.of(0.75, 0.125, 0.125),
  distance: 0.1,
  uncertain: false,
  features: new Float32Array(8),
  modelVersion: 'tiny',
};

/** Parts for the HTTP room alone, with a classifier and a store that a test controls. */
export function httpParts({
  environment = {},
  classify = (images) => Promise.resolve(images.map(() => RED)),
  queuedImages = 0,
}: HttpPartsOptions = {}): TestHttpParts {
  const recorded: Prediction[] = [];
  const meter = new TrafficMeter(() => new Date());
  let ids = 0;
  const active = activeModel({
    version: tinyModelVersion(),
    classifier: {
      version: tinyModelVersion(),
      engine: 'none',
      precision: 'fp32',
      engineReason: 'a test',
      isResponsive: true,
      load: { workers: 1, queuedImages, runningImages: 0, batches: 0, batchedImages: 0 },
      classify,
      lease: () => ({ version: tinyModelVersion(), classify, release: () => undefined }),
      reserve: (count) =>
        queuedImages + count > config.MAX_QUEUE_SIZE
          ? Promise.reject(new QueueFullError('a test has a full queue'))
          : Promise.resolve({ count, release: () => undefined }),
      swap: () => Promise.resolve(),
      loadVersion: () => Promise.reject(new Error('a test has one version only')),
      counts: new Map(),
      close: () => Promise.resolve(),
    },
  });
  const config = loadConfiguration({ NODE_ENV: 'test', ...environment });
  return {
    config,
    access: accessRules(config),
    alerts: { latest: () => Promise.resolve([]), open: () => Promise.resolve([]) },
    webhooks: undefined as never,
    identities: noIdentities(),
    auditLog: {
      record: () => Promise.resolve(),
      list: () => Promise.resolve([]),
      pages: () => {
        throw new Error('a test has no audit log');
      },
      verify: refuse,
    },
    logger: recordingLogger(),
    recentLog: new RecentLines(0),
    state: new ServiceState(active),
    active,
    versions: new LoadedVersions({ active, modelDir: '/nowhere', max: 1 }),
    catalogue: new VersionCatalogue('/nowhere'),
    evaluator: { evaluate: refuse, evaluateInTurn: refuse },
    exporter: { open: refuse, identify: () => 'a test' },
    versionInUse: () => Promise.resolve(undefined),
    recorded,
    store: storeOf(recorded),
    labelledData: noLabelledData(),
    uploads: new UploadGate(config),
    decodingGate: new DecodingGate({ maxPixels: 1e9, maxPictures: 4, maxBulkPictures: 3 }),
    storeSizes: { latest: undefined },
    drift: { observe: () => undefined, report: refuse },
    historyPlaces: new Places(),
    lastTraining: () => Promise.resolve(undefined),
    jobs: noJobs(),
    backbones: noBackbones(),
    isNativeInstalled: () => false,
    telemetry: combined([trafficSubscriber(meter)]),
    meter,
    eventLoopDelay: { summary: () => ({ p50: 1, p99: 2, max: 3 }) },
    rateLimitStores: memoryStores(),
    release: '1.2.3',
    startedAt: new Date('2026-01-01T00:00:00Z'),
    now: () => new Date('2026-01-01T01:30:00Z'),
    monotonicMs: () => performance.now(),
    newId: () => `id-${String(ids++)}`,
    folders: { views: '/nowhere', assets: '/nowhere' },
    checkAnswer: checkDeclared,
  };
}

const refuse = (): Promise<never> =>
  Promise.reject(new Error('a test has nothing to evaluate or export'));

/** Nothing was ever retrained, and nothing is. */
function noJobs(): HttpParts['jobs'] {
  return {
    automatic: null,
    hasData: () => false,
    submit: refuse,
    check: refuse,
    cancel: () => Promise.resolve(undefined),
    find: () => Promise.resolve(undefined),
    latest: () => Promise.resolve(undefined),
    latestWithVersion: () => Promise.resolve(undefined),
    isRetraining: () => Promise.resolve(false),
    list: () => Promise.resolve({ jobs: [], nextCursor: null }),
    events: () => Promise.resolve([]),
    logTail: () => Promise.resolve([]),
  };
}

/** There are no backbones, and none can be added. */
function noBackbones(): HttpParts['backbones'] {
  return {
    current: { state: 'idle' },
    hasDownloads: false,
    list: () => Promise.resolve({ cards: [], broken: [], missing: [] }),
    begin: () => {
      throw new AdditionRunningError('a test adds no backbone');
    },
    cancel: () => false,
    remove: () => Promise.resolve(false),
    sweep: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** It serves one version for ever. */
function activeModel(current: ServingModel): ActiveModel {
  const refuse = (): Promise<never> => Promise.reject(new Error('a test has one version only'));
  return {
    current,
    pinnedTo: undefined,
    problem: undefined,
    promote: refuse,
    rollback: refuse,
    history: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}

function storeOf(recorded: Prediction[]): PredictionStore {
  return {
    record: (prediction) => void recorded.push(prediction),
    recorded: () => Promise.resolve(),
    prune: () => Promise.resolve(),
    flush: () => Promise.resolve(),
    find: (id) => Promise.resolve(recorded.find((prediction) => prediction.id === id)),
    list: () => Promise.resolve({ predictions: recorded, nextCursor: null }),
    statistics: () => Promise.reject(new Error('no such table: /var/secret/history.sqlite')),
    activity: () => Promise.resolve({ predictions: 0, uncertain: 0, perClass: {}, confidence: [] }),
    close: () => Promise.resolve(),
  };
}
