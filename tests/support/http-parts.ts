import { loadConfiguration } from '../../src/config/load';
import { accessRules } from '../../src/http/access/access-rules';
import type { HttpAppParts } from '../../src/http/create-http-app';
import { memoryStores } from '../../src/http/rate-limit/rate-limit-stores';
import { UploadGate } from '../../src/http/upload/upload-gate';
import { DecodingGate } from '../../src/imaging/decoding-gate';
import { RecentLines } from '../../src/observability/recent-lines';
import { TrafficMeter } from '../../src/observability/traffic/traffic-meter';
import { VersionCatalogue } from '../../src/registry/version-catalogue';
import { LoadedVersions } from '../../src/serving/loaded-versions';
import { ServiceState } from '../../src/serving/service-state';
import { combined } from '../../src/telemetry/telemetry';
import { trafficSubscriber } from '../../src/telemetry/traffic';
import { Places } from '../../src/store/places';
import type { Prediction, PredictionStore } from '../../src/store/prediction';
import { checkDeclared } from './declared-answers';
import { noBackbones, noJobs } from './idle-desks';
import { noLabelledData } from './labelled-data';
import { noIdentities } from './no-identities';
import { noWebhooks } from './no-webhooks';
import { oneVersion, type OneVersionOptions } from './one-version';
import { recordingLogger, type RecordingLogger } from './recording-logger';

export type TestHttpParts = HttpAppParts & {
  readonly logger: RecordingLogger;
  /** What has been recorded. */
  readonly recorded: Prediction[];
};

export interface HttpPartsOptions extends Omit<OneVersionOptions, 'maxQueueSize'> {
  readonly environment?: Record<string, string>;
}

/** What the whole HTTP side works with, with a classifier and a history that a test controls. */
export function httpParts({ environment = {}, ...serving }: HttpPartsOptions = {}): TestHttpParts {
  const recorded: Prediction[] = [];
  const meter = new TrafficMeter(() => new Date());
  let ids = 0;
  const config = loadConfiguration({ NODE_ENV: 'test', ...environment });
  const active = oneVersion({ ...serving, maxQueueSize: config.MAX_QUEUE_SIZE });
  return {
    config,
    access: accessRules(config),
    alerts: { latest: () => Promise.resolve([]), open: () => Promise.resolve([]) },
    webhooks: noWebhooks(),
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
    startedAt: () => new Date('2026-01-01T00:00:00Z'),
    now: () => new Date('2026-01-01T01:30:00Z'),
    monotonicMs: () => performance.now(),
    newId: () => `id-${String(ids++)}`,
    folders: { views: '/nowhere', assets: '/nowhere' },
    checkAnswer: checkDeclared,
  };
}

const refuse = (): Promise<never> =>
  Promise.reject(new Error('a test has nothing to evaluate or export'));

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
