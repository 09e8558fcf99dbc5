import type { Request, Response } from 'express';
import type { z } from 'zod';
import { clientSignal } from '../../kit/client-signal';
import { json } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute, type Route } from '../../kit/route';
import type { Picture } from '../../api/predictions/picture';
import type { Predicted } from '../../api/predictions/prediction-desk';
import { classifierForProtocol } from '../classify-for-protocol';
import { EXAMPLE_PICTURE } from '../example-picture';
import { readProtocolJson } from '../read-body';
import { requireModelName, versionOf } from '../served-model';
import { readClassifyRequest, readPredictRequest } from './pictures-of-json';
import {
  classifyAnswerSchema,
  classifyBodySchema,
  predictAnswerSchema,
  predictBodySchema,
  type PredictAnswer,
} from './schemas';
import { signatureOf, type Signature } from './signatures';
import type { ProtocolParts } from '../protocol-parts';
import { classifyingRoute } from '../protocol-routes';

/** Express takes a colon for the beginning of a parameter where it is not escaped. */
const ACTIVE = '/v1/models/:model';
const VERSION = '/v1/models/:model/versions/:version';

const CLASSIFYING = classifyingRoute('tensorflow-serving');

const PREDICT_BODY = jsonBody(predictBodySchema, { instances: [{ b64: EXAMPLE_PICTURE }] });
const CLASSIFY_BODY = jsonBody(classifyBodySchema, {
  examples: [{ image_bytes: { b64: EXAMPLE_PICTURE } }],
});

/** Those that classify. */
export const TENSORFLOW_PREDICT_ROUTES: readonly Route<ProtocolParts>[] = [
  predictRoute(`${ACTIVE}\\:predict`, 'tensorflowPredict', 'the active version'),
  predictRoute(`${VERSION}\\:predict`, 'tensorflowPredictWithVersion', 'a version'),
  classifyRoute(`${ACTIVE}\\:classify`, 'tensorflowClassify', 'the active version'),
  classifyRoute(`${VERSION}\\:classify`, 'tensorflowClassifyWithVersion', 'a version'),
];

function predictRoute(path: string, name: string, by: string): Route<ProtocolParts> {
  return defineRoute({
    ...CLASSIFYING,
    path,
    name,
    summary: `TensorFlow Serving: probabilities of pictures, by ${by}.`,
    description:
      'Pictures are files as `{"b64": "…"}`, or pixels in lists. Requests with several pictures count as batches too.',
    body: streamedBody({ form: [], files: [], json: PREDICT_BODY }),
    answer: json(predictAnswerSchema),
    handler: (parts: ProtocolParts) => {
      const classify = classifying(parts, predictBodySchema);
      return async ({ req, res }): Promise<PredictAnswer> => {
        const { read, predicted } = await classify(req, res, (body) => ({
          signature: signatureOf(body.signature_name),
          ...readPredictRequest(body, parts.config.MAX_BATCH_FILES),
        }));
        return answerOf(read.layout, read.signature, predicted);
      };
    },
  });
}

function classifyRoute(path: string, name: string, by: string): Route<ProtocolParts> {
  return defineRoute({
    ...CLASSIFYING,
    path,
    name,
    summary: `TensorFlow Serving: classes of pictures with their scores, by ${by}.`,
    body: streamedBody({ form: [], files: [], json: CLASSIFY_BODY }),
    answer: json(classifyAnswerSchema),
    handler: (parts: ProtocolParts) => {
      const classify = classifying(parts, classifyBodySchema);
      return async ({ req, res }) => {
        const { predicted } = await classify(req, res, (body) => {
          signatureOf(body.signature_name);
          return { pictures: readClassifyRequest(body, parts.config.MAX_BATCH_FILES) };
        });
        return {
          results: predicted.map(({ classification: { classNames, probabilities } }) =>
            classNames.map((label, index): [string, number] => [label, probabilities[index]!]),
          ),
        };
      };
    },
  });
}

type Classifying<Body> = <Read extends { readonly pictures: readonly Picture[] }>(
  req: Request,
  res: Response,
  read: (body: Body) => Read,
) => Promise<{ readonly read: Read; readonly predicted: readonly Predicted[] }>;

/** Makes what reads a request, by what its body is read with, and classifies its pictures. */
function classifying<Body>(parts: ProtocolParts, schema: z.ZodType<Body>): Classifying<Body> {
  const { uploads, monotonicMs } = parts;
  const classify = classifierForProtocol(parts);
  return async (req, res, readBody) => {
    const signal = clientSignal(res);
    requireModelName(req.params.model);
    const body = await readProtocolJson(schema, req, res, uploads.memory);
    const arrivedMs = monotonicMs();
    const read = readBody(body);
    const version = versionOf(req.params);
    const predicted = await classify(req, res, read.pictures, { version, signal, arrivedMs });
    return { read, predicted };
  };
}

function answerOf(
  layout: 'rows' | 'columns',
  signature: Signature,
  predicted: readonly Predicted[],
): PredictAnswer {
  const probabilities = predicted.map(({ classification }) => [...classification.probabilities]);
  if (signature === 'serving_default') {
    return layout === 'rows' ? { predictions: probabilities } : { outputs: probabilities };
  }
  const rows = predicted.map(({ classification, prediction }, index) => ({
    probabilities: probabilities[index]!,
    class_index: classification.classIndex,
    label: prediction.predictedClass,
    uncertain: classification.uncertain,
    prediction_id: prediction.id,
  }));
  if (layout === 'rows') return { predictions: rows };
  return {
    outputs: {
      probabilities,
      class_index: rows.map((row) => row.class_index),
      label: rows.map((row) => row.label),
      uncertain: rows.map((row) => row.uncertain),
      prediction_id: rows.map((row) => row.prediction_id),
    },
  };
}
