import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { ErrorCode } from './errors/error-codes';
import { parseBody } from './reading/parse-body';
import { parseQuery } from './reading/parse-query';
import type { LimitName } from './limits';
import { Reply, type Answer, type JsonAnswer, type WrittenAnswer } from './answers';
import type { AnswerCheck } from './answer-check';
import type { Body, JsonBody } from './bodies';
import type { ErrorShape } from './errors/error-shape';
import type { Scope } from './scopes';

export type Method = 'get' | 'post' | 'patch' | 'delete';

/** What a route is for the pages of the documentation. */
export type Subject =
  | 'predictions'
  | 'labelling'
  | 'training'
  | 'models'
  | 'backbones'
  | 'protocols'
  | 'operation'
  | 'access'
  | 'pages';

/** What is said of a route; everything that has to know a route reads it here. */
export interface RouteFacts {
  readonly method: Method;
  /** As Express takes it: `/api/jobs/:id`. */
  readonly path: string;
  readonly subject: Subject;
  /** Unique; clients made from the API's document call the operation by it. */
  readonly name: string;
  readonly scope: Scope;
  /** What it counts for; `none` where it is answered whatever else its client asks for. */
  readonly limit: LimitName | 'none';
  /** Whether it is there only where callers have to prove who they are. Default: false. */
  readonly needsAuth?: boolean;
  /** Whether the audit log has an entry for each request, although it is a GET. Default: false. */
  readonly isAudited?: boolean;
  /** One sentence. */
  readonly summary: string;
  /** What a reader of the summary may need beside it. */
  readonly description?: string;
  /** The errors of this route beside those of its limit, query and body, and those that all share. */
  readonly errors: readonly ErrorCode[];
  /** `usual` where it is not said. */
  readonly errorShape?: ErrorShape;
}

/**
 * A route of the service: what is known of it, and how it is mounted. Without a parameter it is any
 * route, whatever it needs.
 *
 * @typeParam Parts what its handler works with
 */
export interface Route<in Parts = never> extends RouteFacts {
  readonly query: z.ZodType | undefined;
  readonly body: Body | undefined;
  readonly answer: Answer;
  /** The chain that Express calls. */
  readonly handlers: (parts: Parts, check?: AnswerCheck) => readonly RequestHandler[];
}

/** What a handler works with. */
export interface RouteContext<Query, Value> {
  readonly req: Request;
  readonly res: Response;
  /** As the route's schema reads it; undefined where the route has none. */
  readonly query: Query;
  /** As the route's schema reads it; undefined where the route has none, or reads the body itself. */
  readonly body: Value;
}

interface Definition<Parts, Query, Value> extends RouteFacts {
  /** Parameters behind the question mark. Where there is no schema, they are not looked at. */
  readonly query?: z.ZodType<Query>;
  readonly body?: JsonBody<Value> | Exclude<Body, JsonBody<unknown>>;
  /** Middleware before anything of the request is read. */
  readonly before?: (parts: Parts) => readonly RequestHandler[];
}

interface JsonDefinition<Result, Parts, Query, Value> extends Definition<Parts, Query, Value> {
  readonly answer: JsonAnswer<Result>;
  readonly handler: (
    parts: Parts,
  ) => (
    context: RouteContext<Query, Value>,
  ) => Result | Reply<Result> | Promise<Result | Reply<Result>>;
}

interface WrittenDefinition<Parts, Query, Value> extends Definition<Parts, Query, Value> {
  readonly answer: WrittenAnswer;
  readonly handler: (parts: Parts) => (context: RouteContext<Query, Value>) => void | Promise<void>;
}

/**
 * Defines a route. Its query and JSON body are read by their schemas before the handler is called, and
 * what the handler of a JSON route returns is its answer. The type of the handler's parameter says what
 * the route needs.
 *
 * @example
 * export const findJob = defineRoute({
 *   method: 'get', path: '/api/jobs/:id', name: 'findJob', subject: 'training',
 *   scope: 'read', limit: 'default', summary: 'A job, with the end of its log.',
 *   answer: json(jobDetailAnswerSchema), errors: ['JOB_NOT_FOUND'],
 *   handler: ({ jobs }: TrainingParts) => async ({ req }) => jobAnswer(await jobOf(jobs, req.params.id)),
 * });
 */
export function defineRoute<Result, Parts, Query = undefined, Value = undefined>(
  definition: JsonDefinition<Result, Parts, Query, Value>,
): Route<Parts>;
export function defineRoute<Parts, Query = undefined, Value = undefined>(
  definition: WrittenDefinition<Parts, Query, Value>,
): Route<Parts>;
export function defineRoute<Result, Parts, Query, Value>(
  definition: JsonDefinition<Result, Parts, Query, Value> | WrittenDefinition<Parts, Query, Value>,
): Route<Parts> {
  const { method, path, subject, name, scope, limit, summary, description, errors } = definition;
  const { errorShape } = definition;
  const { query, body, answer, before, needsAuth, isAudited } = definition;
  const route: Route<Parts> = {
    method,
    path,
    subject,
    name,
    scope,
    limit,
    summary,
    ...(description !== undefined && { description }),
    ...(needsAuth !== undefined && { needsAuth }),
    ...(isAudited !== undefined && { isAudited }),
    errors,
    ...(errorShape !== undefined && { errorShape }),
    query,
    body,
    answer,
    handlers: (parts, check) => [
      ...(before?.(parts) ?? []),
      isOfJson(definition)
        ? answering(definition, definition.handler(parts), (status, value) =>
            check?.(route, status, value),
          )
        : writing(definition, definition.handler(parts)),
    ],
  };
  return route;
}

/** Name of the header of the Open Inference Protocol that says how long the JSON of a body is. */
export const HEADER_LENGTH = 'Inference-Header-Content-Length';

function isOfJson<Result, Parts, Query, Value>(
  definition: JsonDefinition<Result, Parts, Query, Value> | WrittenDefinition<Parts, Query, Value>,
): definition is JsonDefinition<Result, Parts, Query, Value> {
  return 'schema' in definition.answer;
}

function answering<Result, Parts, Query, Value>(
  definition: JsonDefinition<Result, Parts, Query, Value>,
  handle: ReturnType<JsonDefinition<Result, Parts, Query, Value>['handler']>,
  check: (status: number, body: Result) => void,
): RequestHandler {
  const { status: usual } = definition.answer;
  return async (req, res) => {
    const result = await handle(await contextOf(definition, req, res));
    const { body, options } = result instanceof Reply ? result : { body: result, options: {} };
    const { status = usual, headers, tail } = options;
    check(status, body);
    if (headers !== undefined) res.set(headers);
    res.status(status);
    if (tail === undefined) res.json(body);
    else sendWithTail(res, body, tail);
  };
}

/** JSON, and raw bytes behind it: the header says where the one ends and the others begin. */
function sendWithTail(res: Response, body: unknown, tail: readonly Uint8Array[]): void {
  const text = Buffer.from(JSON.stringify(body));
  res.set(HEADER_LENGTH, String(text.length)).type('application/octet-stream');
  res.send(Buffer.concat([text, ...tail]));
}

function writing<Parts, Query, Value>(
  definition: WrittenDefinition<Parts, Query, Value>,
  handle: ReturnType<WrittenDefinition<Parts, Query, Value>['handler']>,
): RequestHandler {
  return async (req, res) => handle(await contextOf(definition, req, res));
}

async function contextOf<Query, Value>(
  { query, body }: Pick<Definition<never, Query, Value>, 'query' | 'body'>,
  req: Request,
  res: Response,
): Promise<RouteContext<Query, Value>> {
  return {
    req,
    res,
    // A route without a schema has `undefined` as its type.
    query: query === undefined ? (undefined as Query) : parseQuery(query, req.query),
    body: body?.kind === 'json' ? await parseBody(body.schema, req) : (undefined as Value),
  };
}
