import type { ErrorCode } from '../../kit/errors/error-codes';
import { findModel } from '../../api/models/find-model';
import { json, Reply } from '../../kit/answers';
import { defineRoute, type Route } from '../../kit/route';
import { cardOf, MODEL_NAME, requireModelName, versionOf } from '../served-model';
import { outputMetadata } from './infer-answer';
import { FILES, PIXELS } from './infer-request';
import { modelStatistics } from './model-statistics';
import {
  liveSchema,
  modelMetadataSchema,
  modelReadySchema,
  readySchema,
  serverMetadataSchema,
  statisticsSchema,
  type ModelMetadata,
} from './schemas';
import type { ProtocolParts } from '../protocol-parts';
import { readingRoute } from '../protocol-routes';

const READING = readingRoute('open-inference');

const EXTENSIONS = ['binary_tensor_data', 'classification', 'model_repository', 'statistics'];

const VERSION_ERRORS: readonly ErrorCode[] = ['MODEL_NOT_FOUND', 'MODEL_BROKEN', 'MODEL_LOADING'];

export const serverMetadata = defineRoute({
  ...READING,
  path: '/v2',
  name: 'serverMetadata',
  summary: 'Open Inference Protocol: what serves, and which extensions it has.',
  answer: json(serverMetadataSchema),
  errors: [],
  handler:
    ({ release }: ProtocolParts) =>
    () => ({ name: 'mlops-image-classification', version: release, extensions: EXTENSIONS }),
});

export const serverLive = defineRoute({
  method: 'get',
  path: '/v2/health/live',
  name: 'serverLive',
  subject: 'protocols',
  scope: 'public',
  limit: 'none',
  summary: 'Open Inference Protocol: the process answers.',
  answer: json(liveSchema),
  errors: [],
  errorShape: 'open-inference',
  handler: () => () => ({ live: true as const }),
});

export const serverReady = defineRoute({
  method: 'get',
  path: '/v2/health/ready',
  name: 'serverReady',
  subject: 'protocols',
  scope: 'public',
  limit: 'none',
  summary: 'Open Inference Protocol: send work only while this is 200.',
  answer: json(readySchema, { others: [[503, readySchema]] }),
  errors: [],
  errorShape: 'open-inference',
  handler:
    ({ state }: ProtocolParts) =>
    () => {
      const ready = state.status === 'healthy';
      return new Reply({ ready }, { status: ready ? 200 : 503 });
    },
});

export const MODEL_ROUTES: readonly Route<ProtocolParts>[] = [
  metadataRoute('/v2/models/:model', 'modelMetadata', 'the active version'),
  metadataRoute('/v2/models/:model/versions/:version', 'versionMetadata', 'a version'),
  readyRoute('/v2/models/:model/ready', 'modelReady', 'the active version'),
  readyRoute('/v2/models/:model/versions/:version/ready', 'versionReady', 'a version'),
];

export const STATISTICS_ROUTES: readonly Route<ProtocolParts>[] = [
  statisticsRoute('/v2/models/stats', 'allStatistics', 'all versions'),
  statisticsRoute('/v2/models/:model/stats', 'modelStatistics', 'all versions'),
  statisticsRoute('/v2/models/:model/versions/:version/stats', 'versionStatistics', 'a version'),
];

function metadataRoute(path: string, name: string, of: string): Route<ProtocolParts> {
  return defineRoute({
    ...READING,
    path,
    name,
    summary: `Open Inference Protocol: the inputs and outputs of ${of}.`,
    answer: json(modelMetadataSchema),
    errors: VERSION_ERRORS,
    handler:
      (parts: ProtocolParts) =>
      ({ req }) => {
        requireModelName(req.params.model);
        return metadataOf(parts, versionOf(req.params));
      },
  });
}

async function metadataOf(
  parts: Pick<ProtocolParts, 'state' | 'catalogue'>,
  version: string | undefined,
): Promise<ModelMetadata> {
  const { input, ...card } = await cardOf(parts, version);
  const entries = await parts.catalogue.list();
  return {
    name: MODEL_NAME,
    versions: entries.filter(({ kind }) => kind === 'good').map(({ name }) => name),
    platform: parts.state.requireModel().classifier.engine.startsWith('onnxruntime')
      ? 'onnxruntime_onnx'
      : 'tensorflowjs_layers',
    inputs: [
      { name: PIXELS, datatype: 'UINT8', shape: [-1, input.height, input.width, 3] },
      { name: FILES, datatype: 'BYTES', shape: [-1] },
    ],
    outputs: outputMetadata(card),
  };
}

function readyRoute(path: string, name: string, of: string): Route<ProtocolParts> {
  return defineRoute({
    ...READING,
    path,
    name,
    summary: `Open Inference Protocol: whether requests for ${of} are answered.`,
    description: 'A version that is whole and not loaded is loaded by the first request for it.',
    answer: json(modelReadySchema, { others: [[503, modelReadySchema]] }),
    errors: ['MODEL_NOT_FOUND'],
    handler:
      ({ state, catalogue }: ProtocolParts) =>
      async ({ req }) => {
        requireModelName(req.params.model);
        const version = versionOf(req.params);
        const isWhole =
          version === undefined || (await findModel(catalogue, version)).kind === 'good';
        const ready = state.isServing && isWhole;
        return new Reply({ name: MODEL_NAME, ready }, { status: ready ? 200 : 503 });
      },
  });
}

function statisticsRoute(path: string, name: string, of: string): Route<ProtocolParts> {
  return defineRoute({
    ...READING,
    path,
    name,
    summary: `Open Inference Protocol: what ${of} did since the start, and how long it took.`,
    answer: json(statisticsSchema),
    errors: VERSION_ERRORS,
    handler:
      (parts: ProtocolParts) =>
      async ({ req }) => {
        const { model } = req.params;
        if (model !== undefined) requireModelName(model);
        const version = versionOf(req.params);
        if (version !== undefined) await cardOf(parts, version);
        return modelStatistics(parts, version);
      },
  });
}
