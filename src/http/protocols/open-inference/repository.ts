import { HttpError } from '../../kit/errors/http-error';
import { json } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { readProtocolJson } from '../read-body';
import { MODEL_NAME, requireModelName } from '../served-model';
import {
  repositoryChangeBodySchema,
  repositoryChangeSchema,
  repositoryIndexBodySchema,
  repositoryIndexSchema,
} from './schemas';
import type { ProtocolParts } from '../protocol-parts';

const CHANGE_BODY = jsonBody(repositoryChangeBodySchema, {
  parameters: { version: 'cifar10-small-1' },
});

export const repositoryIndex = defineRoute({
  method: 'post',
  path: '/v2/repository/index',
  name: 'repositoryIndex',
  subject: 'protocols',
  scope: 'read',
  limit: 'default',
  summary: 'Open Inference Protocol: every version of the registry, and whether it is loaded.',
  body: streamedBody({
    form: [],
    files: [],
    json: jsonBody(repositoryIndexBodySchema, { ready: true }),
  }),
  answer: json(repositoryIndexSchema),
  errors: [],
  errorShape: 'open-inference',
  handler:
    ({ catalogue, versions, uploads }: ProtocolParts) =>
    async ({ req, res }) => {
      const { ready } = await readProtocolJson(repositoryIndexBodySchema, req, res, uploads.memory);
      const index = (await catalogue.list()).map((entry) => {
        const { name: version } = entry;
        const isReady = entry.kind === 'good' && versions.isLoaded(version);
        const reason =
          entry.kind === 'broken' ? entry.reason : 'loaded by the first request for it';
        return {
          name: MODEL_NAME,
          version,
          state: isReady ? ('READY' as const) : ('UNAVAILABLE' as const),
          reason: isReady ? '' : reason,
        };
      });
      return ready ? index.filter(({ state }) => state === 'READY') : index;
    },
});

export const repositoryLoad = defineRoute({
  method: 'post',
  path: '/v2/repository/models/:model/load',
  name: 'repositoryLoad',
  subject: 'protocols',
  scope: 'models:write',
  limit: 'promote',
  summary:
    'Open Inference Protocol: loads the version of the parameter `version` beside the active one.',
  description: 'It promotes nothing. The active version is always loaded.',
  body: streamedBody({ form: [], files: [], json: CHANGE_BODY }),
  answer: json(repositoryChangeSchema),
  errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN', 'MODEL_LOADING', 'QUEUE_FULL'],
  errorShape: 'open-inference',
  handler:
    ({ state, versions, uploads }: ProtocolParts) =>
    async ({ req, res }) => {
      requireModelName(req.params.model);
      const body = await readProtocolJson(repositoryChangeBodySchema, req, res, uploads.memory);
      const version = body.parameters?.version;
      const active = state.requireModel().version.name;
      await versions.load(version ?? active);
      return {};
    },
});

export const repositoryUnload = defineRoute({
  method: 'post',
  path: '/v2/repository/models/:model/unload',
  name: 'repositoryUnload',
  subject: 'protocols',
  scope: 'models:write',
  limit: 'promote',
  summary: 'Open Inference Protocol: frees the version of the parameter `version`.',
  description: 'The next request for it loads it anew. The active version stays.',
  body: streamedBody({ form: [], files: [], json: CHANGE_BODY }),
  answer: json(repositoryChangeSchema),
  errors: ['MODEL_NOT_FOUND', 'MODEL_ACTIVE', 'MODEL_LOADING'],
  errorShape: 'open-inference',
  handler:
    ({ state, versions, catalogue, uploads }: ProtocolParts) =>
    async ({ req, res }) => {
      requireModelName(req.params.model);
      const body = await readProtocolJson(repositoryChangeBodySchema, req, res, uploads.memory);
      const active = state.requireModel().version.name;
      const version = body.parameters?.version ?? active;
      if (version === active) {
        throw new HttpError('MODEL_ACTIVE', 'The active version stays loaded; promote another.');
      }
      if (!versions.unload(version) && (await catalogue.find(version)) === undefined) {
        throw new HttpError('MODEL_NOT_FOUND', 'There is no model version of this name.');
      }
      return {};
    },
});
