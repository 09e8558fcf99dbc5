import type { Route } from '../../../src/http/kit/route';
import type { ApiDocument } from '../../../src/http/openapi/document';
import { API_REQUESTS } from './api-requests';
import { PAGE_REQUESTS } from './page-requests';
import type { RequestWorld } from './request-world';

/** What a request of a route says, beside what the API's document gives as examples. */
export interface RequestParts {
  /** Parameters of the path, by their names. */
  readonly params?: Readonly<Record<string, string>>;
  /** The query, with its question mark. */
  readonly query?: string;
  readonly json?: unknown;
  readonly form?: FormData | URLSearchParams;
  /** The status of the answer, where the route does not declare it. */
  readonly status?: number;
}

/** @param example the JSON body that the API's document gives; undefined where it gives none */
export type RequestMaker = (
  world: RequestWorld,
  example: unknown,
) => RequestParts | Promise<RequestParts>;

/** A request that a route takes. */
export interface ValidRequest {
  readonly method: string;
  /** Path and query. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | URLSearchParams | undefined;
  /** The status with which it is answered. */
  readonly status: number;
}

const MAKERS: ReadonlyMap<string, RequestMaker> = new Map([...API_REQUESTS, ...PAGE_REQUESTS]);

/** Names of routes for which a request is written down. */
export const NAMED: readonly string[] = [...MAKERS.keys()];

/**
 * A request that the route takes: the example of the API's document, with the ids of what there is in
 * place of those in it.
 */
export async function validRequest(
  route: Route,
  document: ApiDocument,
  world: RequestWorld,
): Promise<ValidRequest> {
  const operation = document.paths[addressIn(document, route)]?.[route.method];
  const example = jsonExampleOf(operation);
  const made = (await MAKERS.get(route.name)?.(world, example)) ?? {};
  const json = made.form === undefined ? (made.json ?? example) : undefined;
  return {
    method: route.method.toUpperCase(),
    address: pathWith(route, made.params ?? {}, operation) + (made.query ?? ''),
    headers: json === undefined ? {} : { 'Content-Type': 'application/json' },
    body: json === undefined ? made.form : JSON.stringify(json),
    status: made.status ?? (route.answer.kind === 'json' ? route.answer.status : 200),
  };
}

type Operation = ApiDocument['paths'][string][string];

function addressIn(document: ApiDocument, { path }: Route): string {
  const plain = path.replaceAll(/(?<!\\):(\w+)/g, '{$1}').replaceAll('\\', '');
  return plain in document.paths ? plain : path;
}

function jsonExampleOf(operation: Operation | undefined): unknown {
  const body = operation?.requestBody as
    { content: Record<string, { example?: unknown } | undefined> } | undefined;
  return body?.content['application/json']?.example;
}

function pathWith(
  { path, name }: Route,
  params: Readonly<Record<string, string>>,
  operation: Operation | undefined,
): string {
  const described = (operation?.parameters ?? []) as { name: string; example?: unknown }[];
  return path
    .replaceAll(/(?<!\\):(\w+)/g, (_whole, parameter: string) => {
      const given = new Map(Object.entries(params)).get(parameter);
      const value = given ?? described.find((one) => one.name === parameter)?.example;
      if (typeof value !== 'string') throw new Error(`${name} has no value for :${parameter}`);
      return encodeURIComponent(value);
    })
    .replaceAll('\\', '');
}
