import type { Response } from 'express';
import { file } from '../kit/answers';
import { defineRoute } from '../kit/route';
import type { ApiDescriptions, DescribedApi } from './described-api';

/** What the routes of the description work with. */
export interface DescriptionParts {
  readonly describeApi: () => ApiDescriptions;
}

const REVALIDATED = { isRevalidated: true } as const;

export const openApiJson = defineRoute({
  method: 'get',
  path: '/openapi.json',
  name: 'openApiJson',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'This description of the API, OpenAPI 3.1, as JSON.',
  answer: file('the description', ['application/json'], REVALIDATED),
  errors: [],
  handler:
    ({ describeApi }: DescriptionParts) =>
    ({ res }) =>
      send(res, 'application/json; charset=utf-8', describeApi().json),
});

export const openApiYaml = defineRoute({
  method: 'get',
  path: '/openapi.yaml',
  name: 'openApiYaml',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'This description of the API, OpenAPI 3.1, as YAML.',
  answer: file('the description', ['application/yaml'], REVALIDATED),
  errors: [],
  handler:
    ({ describeApi }: DescriptionParts) =>
    ({ res }) =>
      send(res, 'application/yaml; charset=utf-8', describeApi().yaml),
});

function send(res: Response, type: string, { text, etag }: DescribedApi): void {
  res.set({ 'Content-Type': type, 'Cache-Control': 'no-cache', ETag: etag });
  if (res.req.fresh) res.status(304).end();
  else res.send(text);
}
