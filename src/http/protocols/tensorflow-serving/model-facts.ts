import { json } from '../../kit/answers';
import { defineRoute, type Route } from '../../kit/route';
import type { ModelCard } from '../../../registry/card';
import type { CatalogueEntry } from '../../../registry/version-catalogue';
import { findModel } from '../../api/models/find-model';
import { cardOf, MODEL_NAME, requireModelName, versionOf } from '../served-model';
import {
  modelMetadataSchema,
  modelStatusSchema,
  type ModelMetadata,
  type ModelStatus,
  type TensorInfo,
} from './schemas';
import type { ProtocolParts } from '../protocol-parts';
import { readingRoute } from '../protocol-routes';

const READING = readingRoute('tensorflow-serving');

export const TENSORFLOW_MODEL_ROUTES: readonly Route<ProtocolParts>[] = [
  metadataRoute('/v1/models/:model/metadata', 'tensorflowMetadata', 'the active version'),
  metadataRoute(
    '/v1/models/:model/versions/:version/metadata',
    'tensorflowVersionMetadata',
    'a version',
  ),
  statusRoute('/v1/models/:model', 'tensorflowStatus', 'every version'),
  statusRoute('/v1/models/:model/versions/:version', 'tensorflowVersionStatus', 'a version'),
];

function statusRoute(path: string, name: string, of: string): Route<ProtocolParts> {
  return defineRoute({
    ...READING,
    path,
    name,
    summary: `TensorFlow Serving: the state of ${of}.`,
    description: '`START`: it is whole, and loaded by the first request for it.',
    answer: json(modelStatusSchema),
    errors: ['MODEL_NOT_FOUND'],
    handler:
      (parts: ProtocolParts) =>
      async ({ req }) => {
        requireModelName(req.params.model);
        const version = versionOf(req.params);
        const entries =
          version === undefined
            ? await parts.catalogue.list()
            : [await findModel(parts.catalogue, version)];
        return { model_version_status: entries.map((entry) => statusOf(parts, entry)) };
      },
  });
}

function statusOf(
  { versions }: Pick<ProtocolParts, 'versions'>,
  entry: CatalogueEntry,
): ModelStatus['model_version_status'][number] {
  const { name: version } = entry;
  if (entry.kind === 'broken') {
    const status = { error_code: 'FAILED_PRECONDITION', error_message: entry.reason };
    return { version, state: 'END', status };
  }
  const state = versions.isLoaded(version) ? 'AVAILABLE' : 'START';
  return { version, state, status: { error_code: 'OK', error_message: '' } };
}

function metadataRoute(path: string, name: string, of: string): Route<ProtocolParts> {
  return defineRoute({
    ...READING,
    path,
    name,
    summary: `TensorFlow Serving: the signatures of ${of}.`,
    answer: json(modelMetadataSchema),
    errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN', 'MODEL_LOADING'],
    handler:
      (parts: ProtocolParts) =>
      async ({ req }) => {
        requireModelName(req.params.model);
        return metadataOf(await cardOf(parts, versionOf(req.params)));
      },
  });
}

const METHOD = { method_name: 'tensorflow/serving/predict' } as const;

function metadataOf({ version, input, class_names }: ModelCard): ModelMetadata {
  const inputs = {
    images: tensor('images', 'DT_UINT8', [-1, input.height, input.width, 3]),
    image_bytes: tensor('image_bytes', 'DT_STRING', [-1]),
  };
  const probabilities = tensor('probabilities', 'DT_FLOAT', [-1, class_names.length]);
  const everything = {
    probabilities,
    class_index: tensor('class_index', 'DT_INT64', [-1]),
    label: tensor('label', 'DT_STRING', [-1]),
    uncertain: tensor('uncertain', 'DT_BOOL', [-1]),
    prediction_id: tensor('prediction_id', 'DT_STRING', [-1]),
  };
  return {
    model_spec: { name: MODEL_NAME, signature_name: '', version },
    metadata: {
      signature_def: {
        signature_def: {
          serving_default: { inputs, outputs: { probabilities }, ...METHOD },
          labelled: { inputs, outputs: everything, ...METHOD },
        },
      },
    },
  };
}

function tensor(name: string, dtype: string, shape: readonly number[]): TensorInfo {
  const dim = shape.map((size) => ({ size: String(size), name: '' }));
  return { dtype, tensor_shape: { dim, unknown_rank: false }, name: `${name}:0` };
}
