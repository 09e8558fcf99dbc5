import { addingAnswer, backbonesAnswer } from './backbone-answer';
import { json, Reply } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { parseBody } from '../../kit/reading/parse-body';
import {
  addBackboneAnswerSchema,
  addBackboneBodySchema,
  addingAnswerSchema,
  backboneOptionsSchema,
  backbonesAnswerSchema,
  cancelAddingAnswerSchema,
  removedBackboneAnswerSchema,
} from './backbones-schema';
import type { BackboneParts } from './backbone-parts';

const STATUS_URL = '/api/backbones/adding';

export const listBackbones = defineRoute({
  method: 'get',
  path: '/api/backbones',
  name: 'listBackbones',
  subject: 'backbones',
  scope: 'read',
  limit: 'default',
  summary:
    'Networks that versions are made on, the versions on each, and those that can be added by name.',
  answer: json(backbonesAnswerSchema),
  errors: ['BACKBONE_BROKEN'],
  handler: (parts: BackboneParts) => () => backbonesAnswer(parts),
});

export const addBackbone = defineRoute({
  method: 'post',
  path: '/api/backbones',
  name: 'addBackbone',
  subject: 'backbones',
  scope: 'models:write',
  limit: 'backbones',
  summary: 'Adds a network: by name, from Hugging Face, or from a file.',
  description: 'It goes on by itself; one at a time.',
  body: streamedBody({
    form: [
      {
        name: 'file',
        description: 'An ONNX file, or a Teachable Machine export.',
        isRequired: true,
      },
      ...Object.keys(backboneOptionsSchema.shape).map((name) => ({
        name,
        description: 'As in the JSON object.',
        isText: true,
      })),
    ],
    files: [],
    json: jsonBody(addBackboneBodySchema, { source: 'mobilenetv3-small' }),
  }),
  answer: json(addBackboneAnswerSchema, { status: 202 }),
  errors: [
    'BACKBONE_ADDING',
    'BACKBONE_EXISTS',
    'BACKBONE_REFUSED',
    'BACKBONE_NOT_FOUND',
    'BACKBONE_DOWNLOADS_OFF',
    'BACKBONE_UNREACHABLE',
  ],
  handler:
    ({ backboneOperations: operations }: BackboneParts) =>
    async ({ req, res }) => {
      if (typeof req.is('multipart/form-data') === 'string') {
        await operations.addFile(req, res);
      } else {
        const { source, ...options } = await parseBody(addBackboneBodySchema, req);
        await operations.addNamed(source, options);
      }
      return new Reply(
        {
          message: 'The network is being added.',
          status: 'in_progress',
          check_status_url: STATUS_URL,
        },
        { headers: { Location: STATUS_URL } },
      );
    },
});

export const showAdding = defineRoute({
  method: 'get',
  path: '/api/backbones/adding',
  name: 'showAdding',
  subject: 'backbones',
  scope: 'read',
  limit: 'default',
  summary: 'How far the addition of a network is, or what became of the last one.',
  answer: json(addingAnswerSchema),
  errors: [],
  handler:
    ({ backbones }: BackboneParts) =>
    () =>
      addingAnswer(backbones.current),
});

export const cancelAdding = defineRoute({
  method: 'delete',
  path: '/api/backbones/adding',
  name: 'cancelAdding',
  subject: 'backbones',
  scope: 'models:write',
  limit: 'default',
  summary: 'Breaks off the addition of a network.',
  answer: json(cancelAddingAnswerSchema),
  errors: ['NO_BACKBONE_ADDING'],
  handler:
    ({ backboneOperations }: BackboneParts) =>
    () => {
      backboneOperations.cancel();
      return { message: 'Adding the network is broken off.' };
    },
});

export const removeBackbone = defineRoute({
  method: 'delete',
  path: '/api/backbones/:name',
  name: 'removeBackbone',
  subject: 'backbones',
  scope: 'models:write',
  limit: 'backbones',
  summary: 'Removes a network; versions on it go on working.',
  description: '409 while it is used.',
  answer: json(removedBackboneAnswerSchema),
  errors: ['BACKBONE_NOT_FOUND', 'BACKBONE_IN_USE', 'BACKBONE_BROKEN'],
  handler:
    ({ backboneOperations }: BackboneParts) =>
    ({ req }) =>
      backboneOperations.remove(String(req.params.name)),
});
