import type { Route } from './kit/route';
import { ALERT_ROUTES } from './api/alerts/routes';
import type { RouteParts } from './route-parts';
import { openApiJson, openApiYaml } from './openapi/api-description';
import { exportAudit, listAudit, verifyAudit } from './api/access/audit';
import {
  addBackbone,
  cancelAdding,
  listBackbones,
  removeBackbone,
  showAdding,
} from './api/backbones/backbones';
import { dataset, exportDataset, labels } from './api/labelling/dataset';
import { deleteClass, renameClass } from './api/labelling/dataset-classes';
import {
  deleteSample,
  deleteSamples,
  findSample,
  listSamples,
  moveSamples,
  relabelSample,
  relabelSamples,
  sampleImage,
  sampleThumbnail,
} from './api/labelling/dataset-samples';
import { giveFeedback } from './api/predictions/feedback';
import { drift } from './api/operation/drift';
import { health, liveness, readiness } from './api/operation/health';
import { cancelJob, findJob, jobEvents, listJobs } from './api/training/jobs';
import { changeOwnPassword, endOwnSessions, showAccount } from './api/access/account';
import {
  changeKey,
  createKey,
  listKeys,
  renewSigningSecret,
  revokeKey,
  setUp,
} from './api/access/keys';
import { logEvents, logs } from './api/operation/logs';
import { modelInfo, modelUptime } from './api/models/model';
import { evaluateModel } from './api/models/model-evaluate';
import { findOneModel, listModels } from './api/models/models';
import { deleteModel, promoteModel, rollBackModel } from './api/models/models-change';
import { compareModels, drawComparison } from './api/models/models-compare';
import { downloadModel } from './api/models/models-download';
import { exportedFile, exportModel } from './api/models/models-export';
import { metrics } from './api/operation/metrics';
import { overviewEvents, overviewNumbers } from './api/operation/overview';
import { PAGE_ROUTES } from './pages/page-routes';
import { labelStudioPredict } from './protocols/label-studio/predict';
import { LABEL_STUDIO_ROUTES } from './protocols/label-studio/routes';
import { INFER_ROUTES, OPEN_INFERENCE_ROUTES } from './protocols/open-inference/routes';
import { TENSORFLOW_MODEL_ROUTES } from './protocols/tensorflow-serving/model-facts';
import { TENSORFLOW_PREDICT_ROUTES } from './protocols/tensorflow-serving/predict';
import {
  addPerson,
  changePerson,
  listPeople,
  removePerson,
  signPersonOut,
} from './api/access/people';
import { predict } from './api/predictions/predict';
import { predictBatch } from './api/predictions/predict-batch';
import {
  predictionAttention,
  predictionImage,
  predictionThumbnail,
} from './api/predictions/prediction-images';
import { findPrediction, listPredictions } from './api/predictions/predictions';
import { exportPredictions } from './api/predictions/predictions-export';
import { retrain, retrainStatus } from './api/training/retrain';
import { statistics } from './api/operation/statistics';
import { uploadTrainingData } from './api/labelling/upload-training-data';
import { listVisualizations, showVisualization } from './api/models/visualizations';

/**
 * What is asked for most. It is mounted first, because the router looks at one path after the other,
 * and before the answers are compressed, because these are short.
 */
export const PREDICT_ROUTES: readonly Route<RouteParts>[] = [
  predict,
  predictBatch,
  ...INFER_ROUTES,
  ...TENSORFLOW_PREDICT_ROUTES,
  labelStudioPredict,
];

const OTHER_API_ROUTES: readonly Route<RouteParts>[] = [
  health,
  liveness,
  readiness,
  modelInfo,
  modelUptime,
  evaluateModel,
  listPredictions,
  exportPredictions,
  findPrediction,
  giveFeedback,
  predictionImage,
  predictionThumbnail,
  predictionAttention,
  statistics,
  metrics,
  overviewNumbers,
  drift,
  overviewEvents,
  uploadTrainingData,
  dataset,
  labels,
  exportDataset,
  listSamples,
  relabelSamples,
  moveSamples,
  deleteSamples,
  findSample,
  relabelSample,
  deleteSample,
  sampleImage,
  sampleThumbnail,
  renameClass,
  deleteClass,
  retrain,
  retrainStatus,
  listJobs,
  findJob,
  jobEvents,
  cancelJob,
  listModels,
  compareModels,
  drawComparison,
  rollBackModel,
  findOneModel,
  deleteModel,
  promoteModel,
  downloadModel,
  exportModel,
  exportedFile,
  listBackbones,
  addBackbone,
  showAdding,
  cancelAdding,
  removeBackbone,
  listVisualizations,
  showVisualization,
  logs,
  logEvents,
  ...ALERT_ROUTES,
  openApiJson,
  openApiYaml,
  ...OPEN_INFERENCE_ROUTES,
  ...TENSORFLOW_MODEL_ROUTES,
  ...LABEL_STUDIO_ROUTES,
  showAccount,
  changeOwnPassword,
  endOwnSessions,
  listKeys,
  createKey,
  changeKey,
  renewSigningSecret,
  revokeKey,
  setUp,
  listPeople,
  addPerson,
  changePerson,
  removePerson,
  signPersonOut,
  listAudit,
  exportAudit,
  verifyAudit,
];

/** Every route for programs, where a more special path stands before a more general one. */
export const API_ROUTES: readonly Route<RouteParts>[] = [...PREDICT_ROUTES, ...OTHER_API_ROUTES];

/** Everything else that is mounted after the routes for predictions. */
export const OTHER_ROUTES: readonly Route<RouteParts>[] = [...PAGE_ROUTES, ...OTHER_API_ROUTES];

/** The whole table, in the order of mounting. */
export const ALL_ROUTES: readonly Route<RouteParts>[] = [...PREDICT_ROUTES, ...OTHER_ROUTES];
