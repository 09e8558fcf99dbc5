import { openAlerts } from './alerts/open-alerts';
import { tellOfDrift } from './alerts/tell-of-drift';
import { activationsTold, jobsTold } from './alerts/tell-of-changes';
import { backboneNames, backbonesFolder } from './backbones/backbone';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { Configuration } from './config/load';
import { labelledData } from './dataset/samples/labelled-data';
import { Evaluator } from './evaluation/apart/evaluator';
import { AutomaticTrigger, FEEDBACK_WINDOW } from './jobs/automatic-retraining';
import { BackboneDesk } from './jobs/backbone-desk';
import { JobDesk, type AutomaticRetraining } from './jobs/job-desk';
import { JobRunner, type Networks } from './jobs/job-runner';
import { startRetrainingProcess } from './jobs/retraining-process';
import { Exporter } from './export/exporter';
import { AuditLog } from './auth/audit-log';
import { openIdentities } from './auth/identities';
import { LazySecretBox } from './auth/lazy-secret-box';
import { SecretBox } from './auth/secret-box';
import { openServiceSecret } from './auth/service-secret';
import { oidcSettings } from './auth/oidc/oidc-settings';
import { openOidc } from './auth/oidc/open-oidc';
import { accessRules } from './http/access/access-rules';
import { createHttpApp } from './http/create-http-app';
import type { AnswerCheck } from './http/kit/answer-check';
import { createHttpServer } from './http/server/create-http-server';
import { ServedCertificate } from './http/server/tls/served-certificate';
import { connectionsWithin } from './http/server/file-descriptors';
import { drainServer } from './http/server/drain-server';
import { imageLimits } from './http/api/predictions/image-limits';
import { listenOn } from './http/server/side-port';
import { openRateLimitStores } from './http/rate-limit/open-rate-limit-stores';
import {
  inferenceAnswers,
  servesItsVersion,
  storageTakesChanges,
} from './http/api/operation/readiness-checks';
import { openMetricsPort } from './http/server/metrics-port';
import { openRedirectPort } from './http/server/redirect-port';
import { ReadinessWatch } from './http/api/operation/readiness-watch';
import { UploadGate } from './http/upload/upload-gate';
import { ServiceState } from './serving/service-state';
import { systemClock } from './inference/clock';
import { DecodingGate } from './imaging/decoding-gate';
import { createClassifier, type ClassifierOptions } from './inference/create-classifier';
import { driftGauges } from './monitoring/drift/drift-gauges';
import { DriftMonitor } from './monitoring/drift/drift-monitor';
import { inReferenceThread } from './monitoring/drift/reference-thread';
import { References } from './monitoring/drift/references';
import type { Logger } from './observability/logger';
import { RecentLines, type RecentLog } from './observability/recent-lines';
import { diskSpaceOf } from './observability/disk-space';
import { StoreSizesWatch } from './observability/store-sizes';
import { EventLoopDelay } from './observability/event-loop-delay';
import { TrafficMeter } from './observability/traffic/traffic-meter';
import { startMoment } from './observability/start-moment';
import { UnhurriedClock } from './observability/unhurried-clock';
import type { ActiveModel, ServingModel } from './serving/active-model';
import { LoadedVersions } from './serving/loaded-versions';
import { openActiveModel } from './serving/open-active-model';
import { RESTORED } from './registry/intact-copies';
import { sweepDrafts } from './registry/sweep-drafts';
import { VersionCatalogue } from './registry/version-catalogue';
import { historyFile } from './store/open-history-database';
import { openStorage } from './store/open-storage';
import { StorageWatch } from './store/storage-watch';
import type { HistoryRetention } from './store/prediction';
import { Places } from './store/places';
import { placeOf } from './store/prediction-row';
import { predictionStore } from './store/prediction-store';
import { isNativeInstalled } from './tensorflow/native-package';
import { openTelemetry } from './telemetry/open-telemetry';
import { serviceGauges } from './telemetry/prometheus/service-gauges';

export interface ApplicationParts {
  readonly config: Configuration;
  readonly logger: Logger;
  /** The last lines of the logger, for the dashboard; default: none are shown. */
  readonly recentLog?: RecentLog;
  readonly now?: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs?: () => number;
  /** A new UUIDv7. */
  readonly newId?: () => string;
  /** What a full retraining trains, by the names of networks; default: the networks of the project. */
  readonly networks?: Networks;
  /** Shows a secret to who has started the service, and to nobody else; default: standard error. */
  readonly showSecret?: (text: string) => void;
  /** Told of every JSON answer; default: nobody is. */
  readonly checkAnswer?: AnswerCheck;
}

/** The service, put together and not yet listening. */
export interface Application {
  /** Answers requests; until a model is loaded, those that need one with 503. */
  readonly handler: RequestListener;
  /** Which version answers. */
  readonly active: ActiveModel;
  /**
   * Loads the version to start with, and is ready from then on.
   *
   * @throws {NoModelError} when none can be served
   */
  loadModel(): Promise<ServingModel>;
  /**
   * @returns where it listens: `http://localhost:5000`
   * @throws {ListenError} when the port can't be had
   */
  listen(): Promise<string>;
  /**
   * Says it is not ready, stops listening, answers what is in flight, writes the history, ends
   * the workers. May be called at any time; a second call waits for the first.
   */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** Threads that decode, unpack and read files, unless UV_THREADPOOL_SIZE says otherwise. */
const LIBUV_THREADS = 4;
const MIB = 1024 * 1024;
/** Windows of pictures that are kept of a version. */
const DRIFT_WINDOWS = 1000;
const EVALUATION_TIMEOUT_MS = 15 * 60_000;

/** The project's folder, seen from `src` and from `dist` alike. */
const ROOT = path.join(__dirname, '..');

/**
 * Puts the service together: every part is made here, once, and handed to those that use it.
 *
 * @example
 * const application = await createApplication({ config, logger });
 * await application.loadModel();
 * await supertest(application.handler).get('/api/health').expect(200);
 * await application.stop();
 *
 * @throws {HistoryDatabaseError | RedisUnavailableError | ServiceSecretError | TlsFilesError} when its surroundings are not as configured
 */
export async function createApplication({
  config,
  logger,
  recentLog = new RecentLines(0),
  now = () => new Date(),
  monotonicMs = () => performance.now(),
  newId = uuidv7,
  networks,
  showSecret = (text) => void process.stderr.write(`${text}\n`),
  checkAnswer,
}: ApplicationParts): Promise<Application> {
  const release = releaseOf(ROOT);
  const certificate =
    config.TLS_CERT_FILE === ''
      ? undefined
      : await ServedCertificate.open({ files: config, logger, now });
  const rateLimitStores = await openRateLimitStores(config, logger);
  const meter = new TrafficMeter(now);
  const opened = await openTelemetry({
    config,
    meter,
    release,
    instance: randomUUID(),
    logger,
    now,
  });
  const { telemetry, metrics } = opened;
  const storage = await openStorage(config.PERSISTENCE_DIR);
  const secretFile = { configured: config.SIGNING_SECRET, folder: config.PERSISTENCE_DIR };
  // Where nobody has to prove who they are, nothing is signed, and no secret is made before one is kept.
  const serviceSecret =
    config.AUTH === 'on' ? await openServiceSecret(secretFile) : config.SIGNING_SECRET;
  const store = predictionStore(storage.predictions, { log: logger, telemetry });
  const decodingGate = new DecodingGate({
    maxPixels: config.MAX_DECODING_PIXELS,
    maxPictures: LIBUV_THREADS,
    maxBulkPictures: LIBUV_THREADS - 1,
  });
  const [newest] = (await store.list({}, 1)).predictions;
  const places = new Places(newest && placeOf(newest));
  const aging = new UnhurriedClock(newest?.createdAt ?? now().getTime(), now, monotonicMs);
  const startedAt = startMoment(now, monotonicMs);
  const labelled = labelledData({
    tables: storage,
    predictions: store,
    directory: config.PERSISTENCE_DIR,
    imageLimits: imageLimits(config),
    decodingGate,
    uploadTimeoutMs: config.UPLOAD_TIMEOUT_MS,
    storesPredictionImages: config.STORE_PREDICTION_IMAGES,
    retention: {
      maxAgeMs: config.PREDICTION_IMAGE_MAX_AGE_DAYS * DAY_MS,
      maxBytes: config.PREDICTION_IMAGE_MAX_MIB * MIB,
    },
    logger,
    telemetry,
    now,
    agingNow: () => aging.now(),
    monotonicMs,
    newId,
  });
  const alerts = openAlerts({
    alerts: storage.alerts,
    webhooks: storage.webhooks,
    sources: {
      instance: `${os.hostname()}:${config.PORT}`,
      freeBytes: () => watch.freeBytes,
      minFreeBytes: config.MIN_FREE_DISK_MIB * MIB,
      problems: () =>
        state.stopSignal.aborted ? [] : state.problems.map(({ message }) => message),
      feedbackAccuracy,
      minFeedbackAccuracy: config.ALERT_FEEDBACK_ACCURACY,
      version: () => state.model?.version.name,
    },
    hosts: config.WEBHOOK_HOSTS,
    sealer: new LazySecretBox(async () =>
      serviceSecret === '' ? openServiceSecret(secretFile) : serviceSecret,
    ),
    log: logger,
    now: () => now().getTime(),
    newId,
  });
  const activations = activationsTold(storage.activations, alerts.desk);
  const jobStore = jobsTold(storage.jobs, alerts.desk);
  const active = openActiveModel({
    modelDir: config.MODEL_DIR,
    wanted: { version: config.MODEL_VERSION, network: config.MODEL_NETWORK },
    store: activations,
    createClassifier: (version) =>
      createClassifier(version, classifierOptions(config), logger, telemetry),
    pollMs: config.ACTIVE_MODEL_POLL_MS,
    log: logger,
    now,
  });
  const watch = new StorageWatch({
    check: () => storage.check(),
    freeBytes: async () => (await diskSpaceOf(config.PERSISTENCE_DIR)).freeBytes,
    minFreeBytes: config.MIN_FREE_DISK_MIB * MIB,
    prune: () => store.prune(historyRetention(config, aging.now())),
    log: logger,
  });
  const storeSizes = new StoreSizesWatch({
    database: historyFile(config.PERSISTENCE_DIR),
    samples: labelled.filesFolder,
    models: config.MODEL_DIR,
    onError: (error) => logger.warn('the stores cannot be measured', { error }),
  });
  const state = new ServiceState(active, [
    servesItsVersion(active),
    inferenceAnswers(active),
    storageTakesChanges(watch),
  ]);
  const readiness = new ReadinessWatch({ state, logger, clock: systemClock });
  const drift = new DriftMonitor({
    store: storage.drift,
    references: new References(inReferenceThread),
    rules: {
      pictures: config.DRIFT_WINDOW_PICTURES,
      maxAgeMs: config.DRIFT_WINDOW_HOURS * 3_600_000,
      kept: DRIFT_WINDOWS,
    },
    logger,
    now: () => now().getTime(),
  });
  tellOfDrift({ monitor: drift, desk: alerts.desk, log: logger });
  const eventLoopDelay = new EventLoopDelay(monotonicMs);
  const evaluator = new Evaluator({
    folders: {
      models: config.MODEL_DIR,
      data: config.DATA_DIR,
      persistence: config.PERSISTENCE_DIR,
    },
    timeoutMs: EVALUATION_TIMEOUT_MS,
  });
  const exporter = new Exporter({
    folder: path.join(config.PERSISTENCE_DIR, 'exports'),
    licenceFile: path.join(ROOT, 'LICENSE'),
    fitPictureFile: path.join(ROOT, 'public', 'js', 'fit-picture.js'),
    release,
    now,
  });
  const runner = new JobRunner({
    store: jobStore,
    active,
    startRetraining: startRetrainingProcess,
    folders: {
      models: config.MODEL_DIR,
      data: config.DATA_DIR,
      persistence: config.PERSISTENCE_DIR,
    },
    defaults: {
      epochs: config.RETRAINING_EPOCHS,
      batchSize: config.RETRAINING_BATCH_SIZE,
      network: config.MODEL_NETWORK,
      recipe: 'short',
    },
    networks,
    promotes: config.MODEL_PROMOTION === 'auto',
    maxLossOfAccuracy: config.RETRAINING_MAX_ACCURACY_LOSS,
    producerVersion: release,
    logger,
    telemetry,
    now,
    monotonicMs,
    newId,
  });
  const desk = new JobDesk({
    store: storage.jobs,
    runner,
    dataDir: config.DATA_DIR,
    async headSituation() {
      const base = state.model?.version.card;
      if (base === undefined) return undefined;
      const counts = await labelled.samples.count(0);
      const learnable = counts.filter(({ split }) => split === 'train').map(({ label }) => label);
      const backbones = await backboneNames(backbonesFolder(config.MODEL_DIR));
      return { base, learnable: [...new Set(learnable)], backbones };
    },
    automatic: automaticRules(config),
  });
  const backbones = new BackboneDesk({
    modelDir: config.MODEL_DIR,
    downloads: config.BACKBONE_DOWNLOADS
      ? { endpoint: config.HF_ENDPOINT, token: config.HF_TOKEN }
      : null,
    logger,
    now,
  });
  const automatic =
    desk.automatic &&
    new AutomaticTrigger({
      desk,
      rules: desk.automatic,
      changedSamples: async (since) => (await labelled.samples.changesSince(since)).samples,
      feedbackAccuracy: async () => (await feedbackAccuracy()) ?? null,
      logger,
      now,
      monotonicMs,
    });
  const access = accessRules(config);
  const identities = openIdentities({
    keys: storage.keys,
    people: storage.people,
    box: new SecretBox(serviceSecret),
    sessionIdleMs: config.SESSION_IDLE_MINUTES * 60_000,
    sessionMaxMs: config.SESSION_MAX_HOURS * 3_600_000,
    now,
    monotonicMs,
    newId,
    logger,
  });
  const providerSettings = oidcSettings(config);
  const oidc =
    providerSettings &&
    openOidc({
      settings: providerSettings,
      identities,
      signIns: storage.signIns,
      now,
      monotonicMs,
      logger,
    });
  const auditLog = new AuditLog(storage.audit, logger);
  const handler = createHttpApp({
    config,
    access,
    identities,
    auditLog,
    alerts: alerts.desk,
    webhooks: alerts.webhooks,
    logger,
    recentLog,
    state,
    active,
    versions: new LoadedVersions({
      active,
      modelDir: config.MODEL_DIR,
      max: config.MAX_LOADED_VERSIONS,
    }),
    catalogue: new VersionCatalogue(config.MODEL_DIR, (version, files) => {
      logger.error(RESTORED, { model_version: version, files });
    }),
    evaluator,
    exporter,
    versionInUse: (version) => Promise.resolve(useOf(version)),
    jobs: desk,
    backbones,
    isNativeInstalled,
    store,
    labelledData: labelled,
    decodingGate,
    uploads: new UploadGate(config),
    storeSizes,
    drift,
    historyPlaces: places,
    async lastTraining() {
      const job = await desk.latestWithVersion();
      return job && { at: new Date(job.createdAt), sampleChange: job.sampleChange };
    },
    telemetry,
    ...(metrics !== undefined && { metrics }),
    meter,
    eventLoopDelay,
    rateLimitStores,
    release,
    startedAt,
    now,
    monotonicMs,
    newId,
    folders: { views: path.join(ROOT, 'views'), assets: path.join(ROOT, 'public') },
    ...(oidc !== undefined && { oidc }),
    ...(certificate !== undefined && { certificate }),
    ...(checkAnswer !== undefined && { checkAnswer }),
  });
  const gauges = serviceGauges({
    release,
    isReady: () => state.status === 'healthy',
    served() {
      if (state.model === undefined) return undefined;
      const { version, classifier } = state.model;
      const { precision, engine } = classifier;
      return { version: version.name, precision, engine };
    },
    load: () => state.model?.classifier.load,
    decodingPixels: () => decodingGate.pixels,
    eventLoopDelay: () => eventLoopDelay.summary(),
    sizes: () => storeSizes.latest,
    freeBytes: () => watch.freeBytes,
    dataset: () => labelled.samples.count(0),
    monotonicMs,
  });
  const gaugesOfDrift = driftGauges({
    report: () => state.model && drift.report(state.model.version),
    onError: (error) => logger.warn('drift cannot be told of', { error }),
    monotonicMs,
  });
  for (const gauge of [...gauges, ...gaugesOfDrift]) metrics?.addGauge(gauge);
  const metricsPort =
    metrics === undefined ? undefined : openMetricsPort({ config, metrics, logger });
  const server = createHttpServer({
    handler,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    maxConnections: connectionsWithin(config.MAX_CONNECTIONS),
    newId,
    logger,
    monotonicMs,
    ...(certificate !== undefined && { certificate }),
  });
  const redirectPort = openRedirectPort({
    config,
    securePort: () => (server.address() as AddressInfo).port,
    newId,
    logger,
  });
  const swept = Promise.all([
    labelled.sweep(),
    backbones.sweep().catch((error: unknown) => {
      logger.warn('what is left of additions cannot be looked at', { error });
    }),
  ]);
  let loading: Promise<ServingModel> | undefined;

  async function feedbackAccuracy(): Promise<number | undefined> {
    const { last, least } = FEEDBACK_WINDOW;
    const { predictions, accuracy } = await labelled.feedbackStore.accuracy({ last });
    return predictions < least ? undefined : (accuracy ?? undefined);
  }

  function useOf(version: string): string | undefined {
    if (evaluator.isUsing(version)) return 'it is being evaluated';
    return runner.isUsing(version) ? 'a retraining is under way with it' : undefined;
  }

  /** The log has no secrets: the token is printed beside it. */
  async function offerSetup(): Promise<void> {
    const token = await identities.firstAdmin.token();
    if (token === undefined) return;
    logger.warn('there is no administrator yet: the setup token was printed, for the page /setup');
    showSecret(`Setup token, good once and for a day, at /setup: ${token}`);
  }

  let stopping: Promise<void> | undefined;

  async function load(): Promise<ServingModel> {
    const model = await active.start();
    const swept = await sweepDrafts(config.MODEL_DIR, now());
    if (swept > 0) logger.warn('versions that were never finished are removed', { count: swept });
    if (!state.stopSignal.aborted) {
      readiness.start();
      watch.start();
      storeSizes.start();
      drift.start();
      runner.start();
      alerts.start();
      automatic?.start();
    }
    return model;
  }

  async function stop(): Promise<void> {
    state.beginStop();
    if (server.listening) await delay(config.SHUTDOWN_DELAY_MS);
    readiness.stop();
    certificate?.stop();
    storeSizes.stop();
    const stoppingWatch = watch.stop();
    automatic?.stop();
    eventLoopDelay.stop();
    metricsPort?.close();
    redirectPort?.close();
    labelled.endSweep();
    const stoppingJobs = settled(() => runner.stop());
    const stoppingBackbones = settled(() => backbones.close());
    const answeredAll = await drainServer(server, config.SHUTDOWN_TIMEOUT_MS);
    if (!answeredAll) logger.warn('requests were cut off: they took too long to finish');
    // Whatever one of them does, the others get their turn. The history does not wait for the
    // inference threads, which may be stuck; nobody looks into it any more once they are ending.
    await loading?.catch(() => undefined);
    const closingModel = settled(() => active.close());
    const closed = [
      // Side by side: whatever waits for the database does so at the same time.
      ...(await Promise.all([
        stoppingJobs,
        stoppingBackbones,
        swept.then(() => settled(() => labelled.close())),
        settled(() => stoppingWatch),
        settled(() => exporter.close()),
        settled(() => store.close()),
        settled(() => drift.stop()),
        settled(() => auditLog.close()),
      ])),
      // What the others have told of is queued by now.
      await settled(() => alerts.stop()),
      await settled(() => storage.close()),
      await settled(() => rateLimitStores.close()),
      await closingModel,
      await settled(() => opened.close()),
    ];
    const failures = closed.filter((error) => error !== undefined);
    if (failures.length > 0) throw new AggregateError(failures, 'the service did not stop cleanly');
  }

  return {
    handler,
    active,
    loadModel: () => (loading ??= load()),
    async listen() {
      const { PORT: port, HOST: host } = config;
      const actual = await listenOn(server, host, port);
      certificate?.start();
      await metricsPort?.listen();
      await redirectPort?.listen();
      if (access.authenticates) await offerSetup();
      // The service does not wait for it: keys and sessions need no provider.
      void oidc?.greet();
      if (access.isExposed) {
        logger.warn(
          'everyone who reaches this port can read, change and delete everything: nobody has to log in',
          { host, port: actual, advice: 'README, "Before others can reach it"' },
        );
      }
      const isWildcard = host === '0.0.0.0' || host === '::';
      const scheme = certificate === undefined ? 'http' : 'https';
      return `${scheme}://${isWildcard ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${actual}`;
    },
    stop: () => (stopping ??= stop()),
  };
}

function classifierOptions(config: Configuration): ClassifierOptions {
  return {
    engine: config.INFERENCE_ENGINE,
    precision: config.INFERENCE_PRECISION,
    mirroredView: config.MIRRORED_VIEW,
    comparisonFile: path.join(config.PERSISTENCE_DIR, 'graph-comparisons.json'),
    workers: config.INFERENCE_WORKERS,
    maxBatchSize: config.MAX_BATCH_SIZE,
    maxQueueDelayMs: config.MAX_QUEUE_DELAY_MS,
    maxQueueSize: config.MAX_QUEUE_SIZE,
    timeoutMs: config.PREDICT_TIMEOUT_MS,
  };
}

function historyRetention(config: Configuration, at: Date): HistoryRetention {
  const { HISTORY_MAX_AGE_DAYS: days, HISTORY_MAX_ROWS: maxRows } = config;
  return {
    ...(days > 0 && { before: at.getTime() - days * DAY_MS }),
    ...(maxRows > 0 && { maxRows }),
  };
}

/** @returns null when nothing starts a retraining by itself */
function automaticRules(config: Configuration): AutomaticRetraining | null {
  const { AUTO_RETRAIN_SAMPLES, AUTO_RETRAIN_FEEDBACK_ACCURACY, AUTO_RETRAIN_CRON } = config;
  const rules = {
    newSamples: AUTO_RETRAIN_SAMPLES || null,
    feedbackAccuracyBelow: AUTO_RETRAIN_FEEDBACK_ACCURACY || null,
    schedule: AUTO_RETRAIN_CRON || null,
    minIntervalMinutes: config.AUTO_RETRAIN_MIN_INTERVAL_MINUTES,
  };
  const { newSamples, feedbackAccuracyBelow, schedule } = rules;
  return (newSamples ?? feedbackAccuracyBelow ?? schedule) ? rules : null;
}

/** @returns what the task threw, if it did */
async function settled(task: () => Promise<void> | undefined): Promise<Error | undefined> {
  try {
    await task();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function releaseOf(folder: string): string {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
