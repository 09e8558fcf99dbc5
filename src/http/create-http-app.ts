import path from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { refuseForeignPages } from './access/foreign-pages';
import { knownHostsOnly } from './access/known-hosts-only';
import { EventStreams } from './events/event-streams';
import { compress } from './middleware/compress';
import { crossOrigin } from './middleware/cross-origin';
import { errorHandler } from './middleware/error-handler';
import { noStore } from './middleware/no-store';
import { meterRequests } from './middleware/meter';
import { notFound } from './middleware/not-found';
import { requestId } from './middleware/request-id';
import { requestLog } from './middleware/request-log';
import { requireModel } from './middleware/require-model';
import { securityHeaders } from './middleware/security-headers';
import { shedLoad } from './middleware/shed-load';
import type { HttpParts } from './http-parts';
import { limitUploads } from './rate-limit/limit-uploads';
import { rateLimits } from './rate-limit/rate-limits';
import { modelOperations } from './model-operations';
import { resource } from './resource';
import { dataset, exportDataset, labels } from './routes/dataset';
import { deleteClass, renameClass } from './routes/dataset-classes';
import {
  deleteSample,
  deleteSamples,
  findSample,
  listSamples,
  relabelSample,
  relabelSamples,
  sampleImage,
  sampleThumbnail,
} from './routes/dataset-samples';
import { giveFeedback } from './routes/feedback';
import { health, liveness, readiness } from './routes/health';
import { cancelJob, findJob, jobEvents, listJobs } from './routes/jobs';
import { evaluateModel } from './routes/model-evaluate';
import { findOneModel, listModels } from './routes/models';
import { modelChanges } from './routes/models-change';
import { modelComparison } from './routes/models-compare';
import { downloadModel } from './routes/models-download';
import { exportedFile, exportModel } from './routes/models-export';
import { logEvents, logs } from './routes/logs';
import { modelInfo, modelUptime } from './routes/model';
import { overviewEvents, overviewNumbers } from './routes/overview';
import { dataPage } from './routes/pages/data';
import { historyPages } from './routes/pages/history';
import { modelPages } from './routes/pages/models';
import { overviewPage } from './routes/pages/overview';
import { predictPage } from './routes/pages/predict';
import { systemPage } from './routes/pages/system';
import { trainPages } from './routes/pages/train';
import { predict } from './routes/predict';
import { predictBatch } from './routes/predict-batch';
import {
  predictionAttention,
  predictionImage,
  predictionThumbnail,
} from './routes/prediction-images';
import { backboneRoutes } from './routes/backbones';
import { backboneOperations } from './backbone-operations';
import { backbonePages } from './routes/pages/backbones';
import { findPrediction, listPredictions } from './routes/predictions';
import { exportPredictions } from './routes/predictions-export';
import { retrain, retrainStatus } from './routes/retrain';
import { statistics } from './routes/statistics';
import { visualizations } from './routes/visualizations';
import { saveTrainingData, uploadTrainingData } from './routes/upload-training-data';
import { versionCharts } from './version-charts';

/** uPlot's own build: no copy of it in this repository. */
const CHARTS = path.dirname(require.resolve('uplot/dist/uPlot.iife.min.js'));

/** ONNX Runtime's smallest build for browsers, and what it loads. */
const RUNTIME_FOLDER = path.dirname(require.resolve('onnxruntime-web/wasm'));
const RUNTIME_FILES = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];

/**
 * The HTTP side of the service: every route, after predictions in the order of the README's table,
 * between the middleware that all of them share.
 */
export function createHttpApp(parts: HttpParts): Express {
  const { config, state, access } = parts;
  const streams = new EventStreams({
    max: config.MAX_EVENT_STREAMS,
    maxPerClient: config.MAX_EVENT_STREAMS_PER_CLIENT,
    stopSignal: state.stopSignal,
  });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // of answers; files have theirs
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUST_PROXY);
  app.set('view engine', 'ejs');
  app.set('views', parts.folders.views);
  app.set('view cache', config.NODE_ENV !== 'development');

  app.use(requestId(parts));
  app.use(requestLog(parts));
  app.use(meterRequests(parts));
  app.use(securityHeaders());
  app.use(knownHostsOnly(access));
  app.use('/api', noStore(), crossOrigin(access));
  app.use(refuseForeignPages(access));
  const limits = rateLimits(parts);
  app.use(limits.routes);

  // First, because it is asked for most: the router looks at one route after the other.
  const ready = requireModel({ state });
  const hasRoom = shedLoad({ state, maxQueueSize: config.MAX_QUEUE_SIZE });
  resource(app, '/api/predict', {
    post: [hasRoom, predict(parts)],
  });
  resource(app, '/api/predict/batch', {
    post: [ready, predictBatch(parts)],
  });

  app.use(compress());
  resource(app, '/', { get: [overviewPage(parts)] });
  resource(app, '/predict', { get: [predictPage(parts)] });
  const history = historyPages(parts);
  resource(app, '/history', { get: [history.show], post: [history.judge] });
  const saveUpload = limitUploads(saveTrainingData(parts), parts);
  const data = dataPage(parts, saveUpload);
  resource(app, '/data', { get: [data.show], post: [data.change] });
  resource(app, '/data/classes.svg', { get: [data.chart] });

  const charts = versionCharts();
  const train = trainPages(parts, limits.retrain, charts);
  resource(app, '/train', { get: [train.show], post: [train.start] });
  resource(app, '/train/:id', { get: [train.showJob] });
  resource(app, '/train/:id/cancel', { post: [train.cancel] });
  resource(app, '/train/:id/curves.svg', { get: [train.curves] });
  const operations = modelOperations(parts);
  const comparison = modelComparison(parts);
  const models = modelPages(parts, operations, comparison, charts);
  const backboneChanges = backboneOperations(parts);
  const backboneForms = backbonePages(backboneChanges, models.render);
  resource(app, '/models', { get: [models.show] });
  resource(app, '/models/backbones', { get: [backboneForms.show], post: [backboneForms.add] });
  resource(app, '/models/backbones/cancel', { post: [backboneForms.cancel] });
  resource(app, '/models/backbones/:name/delete', { post: [backboneForms.remove] });
  resource(app, '/models/compare', { get: [models.compare] });
  resource(app, '/models/rollback', { post: [models.rollback] });
  resource(app, '/models/:version', { get: [models.showOne] });
  resource(app, '/models/:version/try', { get: [models.tryOne] });
  resource(app, '/models/:version/promote', { post: [models.promote] });
  resource(app, '/models/:version/delete', { post: [models.remove] });
  resource(app, '/system', { get: [systemPage(parts)] });

  resource(app, '/api/health', { get: [health(parts)] });
  resource(app, '/api/health/live', { get: [liveness()] });
  resource(app, '/api/health/ready', { get: [readiness(parts)] });
  resource(app, '/api/model/info', { get: [modelInfo(parts)] });
  resource(app, '/api/model/uptime', { get: [modelUptime(parts)] });
  resource(app, '/api/model/evaluate', {
    post: [evaluateModel(parts)],
  });
  resource(app, '/api/retrain', {
    post: [retrain(parts, limits.retrain)],
  });
  resource(app, '/api/retrain/status', { get: [retrainStatus(parts)] });
  resource(app, '/api/jobs', { get: [listJobs(parts)] });
  resource(app, '/api/jobs/:id', { get: [findJob(parts)] });
  resource(app, '/api/jobs/:id/events', { get: [jobEvents({ ...parts, streams })] });
  resource(app, '/api/jobs/:id/cancel', { post: [cancelJob(parts)] });
  const changes = modelChanges(operations);
  resource(app, '/api/models', { get: [listModels(parts)] });
  resource(app, '/api/models/compare', { get: [comparison.compare] });
  resource(app, '/api/models/compare.svg', { get: [comparison.draw] });
  resource(app, '/api/models/rollback', { post: [changes.rollback] });
  resource(app, '/api/models/:version', {
    get: [findOneModel(parts)],
    delete: [changes.remove],
  });
  resource(app, '/api/models/:version/promote', { post: [changes.promote] });
  resource(app, '/api/models/:version/download', { get: [downloadModel(parts)] });
  resource(app, '/api/models/:version/export', { get: [exportModel(parts)] });
  resource(app, '/api/models/:version/export/:file', { get: [exportedFile(parts)] });
  const networks = backboneRoutes(parts, backboneChanges);
  resource(app, '/api/backbones', { get: [networks.list], post: [networks.add] });
  resource(app, '/api/backbones/adding', {
    get: [networks.showAdding],
    delete: [networks.cancel],
  });
  resource(app, '/api/backbones/:name', { delete: [networks.remove] });
  const pictures = visualizations(parts, charts);
  resource(app, '/api/visualizations', { get: [pictures.list] });
  resource(app, '/api/visualizations/:filename', { get: [pictures.show] });
  resource(app, '/api/predictions', { get: [listPredictions(parts)] });
  resource(app, '/api/predictions/export', { get: [exportPredictions(parts)] });
  resource(app, '/api/predictions/:id', { get: [findPrediction(parts)] });
  resource(app, '/api/predictions/:id/feedback', { post: [giveFeedback(parts)] });
  resource(app, '/api/predictions/:id/image', { get: [predictionImage(parts)] });
  resource(app, '/api/predictions/:id/thumbnail', { get: [predictionThumbnail(parts)] });
  resource(app, '/api/predictions/:id/attention', {
    get: [ready, predictionAttention(parts)],
  });
  resource(app, '/api/overview', { get: [overviewNumbers(parts)] });
  resource(app, '/api/overview/events', { get: [overviewEvents({ ...parts, streams })] });
  resource(app, '/api/logs', { get: [logs(parts)] });
  resource(app, '/api/logs/events', { get: [logEvents({ ...parts, streams })] });
  resource(app, '/api/statistics', { get: [statistics(parts)] });

  app.use('/vendor/uplot', express.static(CHARTS, { cacheControl: false, setHeaders: revalidate }));
  for (const file of RUNTIME_FILES) {
    resource(app, `/vendor/onnxruntime-web/${file}`, {
      get: [fixedFile(path.join(RUNTIME_FOLDER, file))],
    });
  }
  resource(app, '/api/upload/training-data', {
    post: [uploadTrainingData(saveUpload)],
  });
  resource(app, '/api/dataset', { get: [dataset(parts)] });
  resource(app, '/api/dataset/export', { get: [exportDataset(parts)] });
  resource(app, '/api/dataset/samples', { get: [listSamples(parts)] });
  resource(app, '/api/dataset/samples/relabel', { post: [relabelSamples(parts)] });
  resource(app, '/api/dataset/samples/delete', { post: [deleteSamples(parts)] });
  resource(app, '/api/dataset/samples/:id', {
    get: [findSample(parts)],
    patch: [relabelSample(parts)],
    delete: [deleteSample(parts)],
  });
  resource(app, '/api/dataset/samples/:id/image', { get: [sampleImage(parts)] });
  resource(app, '/api/dataset/samples/:id/thumbnail', { get: [sampleThumbnail(parts)] });
  resource(app, '/api/dataset/classes/:label', {
    patch: [renameClass(parts)],
    delete: [deleteClass(parts)],
  });
  resource(app, '/api/labels', { get: [labels(parts)] });

  app.use(express.static(parts.folders.assets, { cacheControl: false, setHeaders: revalidate }));
  app.use(notFound());
  app.use(errorHandler(parts));
  return app;
}

/** One file, and nothing else of its folder. */
function fixedFile(file: string): RequestHandler {
  const options = { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } };
  return (_req, res, next) => {
    res.sendFile(file, options, (error?: Error) => {
      if (error !== undefined && !res.headersSent) next(error);
    });
  };
}

/** File names carry no version, so a browser asks each time and is told 304 by the ETag. */
function revalidate(res: { setHeader(name: string, value: string): unknown }): void {
  res.setHeader('Cache-Control', 'no-cache');
}
