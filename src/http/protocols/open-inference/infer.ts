import { clientSignal } from '../../kit/client-signal';
import { json, Reply } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute, HEADER_LENGTH, type Route } from '../../kit/route';
import { jsonTooLarge, MAX_JSON_BYTES } from '../bounded-json';
import { classifierForProtocol } from '../classify-for-protocol';
import { EXAMPLE_PICTURE } from '../example-picture';
import { readProtocolBody } from '../read-body';
import { requireModelName, versionOf } from '../served-model';
import { checkOutputs, inferAnswer } from './infer-answer';
import { readInferRequest } from './infer-request';
import { inferAnswerSchema, inferBodySchema } from './schemas';
import type { ProtocolParts } from '../protocol-parts';
import { classifyingRoute } from '../protocol-routes';

export const infer = inferRoute('/v2/models/:model/infer', 'infer', 'the active version');

export const inferWithVersion = inferRoute(
  '/v2/models/:model/versions/:version/infer',
  'inferWithVersion',
  'a version',
);

function inferRoute(path: string, name: string, by: string): Route<ProtocolParts> {
  return defineRoute({
    ...classifyingRoute('open-inference'),
    path,
    name,
    summary: `Open Inference Protocol: pictures are classified by ${by}.`,
    description:
      'One input: pixels as `images`, or files as `image_bytes`. Requests with several pictures count as batches too.',
    body: streamedBody({
      form: [],
      files: ['application/octet-stream'],
      json: jsonBody(inferBodySchema, {
        inputs: [{ name: 'image_bytes', shape: [1], datatype: 'BYTES', data: [EXAMPLE_PICTURE] }],
        outputs: [{ name: 'label' }, { name: 'probabilities' }],
      }),
    }),
    answer: json(inferAnswerSchema, { mayHaveTail: true }),
    handler: (parts: ProtocolParts) => {
      const { config, uploads, monotonicMs } = parts;
      const classify = classifierForProtocol(parts);
      return async ({ req, res }) => {
        const signal = clientSignal(res);
        requireModelName(req.params.model);
        const headerLength = req.get(HEADER_LENGTH);
        const isJson = headerLength === undefined;
        const announced = Number(req.get('Content-Length') ?? 0);
        if (isJson && announced > MAX_JSON_BYTES) throw jsonTooLarge();
        const max = isJson ? MAX_JSON_BYTES : config.MAX_BATCH_CONTENT_LENGTH;
        const bytes = await readProtocolBody(req, res, max, uploads.memory);
        const arrivedMs = monotonicMs();
        const { body, pictures } = readInferRequest(bytes, headerLength, config.MAX_BATCH_FILES);
        checkOutputs(body);
        const version = versionOf(req.params);
        const predicted = await classify(req, res, pictures, { version, signal, arrivedMs });
        const { answer, tail } = inferAnswer(body, predicted);
        return new Reply(answer, tail === undefined ? {} : { tail });
      };
    },
  });
}
