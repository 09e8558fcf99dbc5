import type { ErrorCode } from '../kit/errors/error-codes';
import type { Answer } from '../kit/answers';
import type { Body, JsonBody, StreamedBody } from '../kit/bodies';
import { statusIn, type ErrorShape } from '../kit/errors/error-shape';
import type { Route, Subject } from '../kit/route';
import { errorsOf, SHARED_ERRORS } from '../kit/errors/route-errors';
import { SCOPES } from '../kit/scopes';
import { SIGNATURE_HEADERS } from '../access/signature-authenticator';
import { LIMITS, windowOf } from '../kit/limits';
import { errorAnswerSchema, protocolErrorSchema } from '../kit/errors/error-schema';
import { ComponentSchemas, type JsonSchema } from './component-schemas';
import { PARAMETERS } from './parameters';

/** An OpenAPI 3.1 document: JSON, whose shape the specification says. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly tags: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  /** A key is asked for only where the service runs with AUTH=on. */
  readonly security: readonly JsonSchema[];
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly responses: Readonly<Record<string, JsonSchema>>;
  readonly [more: string]: unknown;
}

const SUBJECTS: Readonly<Record<Exclude<Subject, 'pages'>, string>> = {
  predictions: 'Classify pictures, and look at what was predicted.',
  labelling: 'Labelled pictures: from feedback, uploads and archives.',
  training: 'Retrain from labelled pictures.',
  models: 'Versions of the model: compare, promote, roll back, export.',
  backbones: 'Networks that versions for photographs are made on.',
  protocols: 'The Open Inference Protocol, TensorFlow Serving, Label Studio.',
  operation: 'How the service is.',
  access: 'Keys, people, and who has done what.',
};

/** A signed request has all of these headers. */
const SIGNATURE_SCHEMES = {
  signature: {
    name: SIGNATURE_HEADERS.signatures,
    description:
      '`v1,` and the base64 of HMAC-SHA256, with the signing secret of a key, over five lines: method, ' +
      'path and query, id, timestamp, SHA-256 of the body in hexadecimal. More than one, separated by ' +
      'spaces, while a secret is replaced.',
  },
  signatureKey: {
    name: SIGNATURE_HEADERS.keyId,
    description: 'The id of the key, which is no secret.',
  },
  signatureId: {
    name: SIGNATURE_HEADERS.id,
    description: '8 to 64 letters, digits or any of `_ . : -`; another one for each request.',
  },
  signatureTimestamp: {
    name: SIGNATURE_HEADERS.timestamp,
    description: 'Unix time in seconds, at most five minutes off.',
  },
  signatureContent: {
    name: SIGNATURE_HEADERS.contentHash,
    description:
      'SHA-256 of the body as it is sent, hexadecimal; may be left out where there is none.',
  },
} as const;

/** The ways in which a program proves who it is: it sends a key, or signs with its secret. */
const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'mlk_<id>_<secret>_<checksum>',
    description: 'A key, or an access token of the identity provider where there is one.',
  },
  header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  ...Object.fromEntries(
    Object.entries(SIGNATURE_SCHEMES).map(([scheme, { name, description }]) => [
      scheme,
      { type: 'apiKey', in: 'header', name, description },
    ]),
  ),
} as const;

/**
 * Describes routes as an OpenAPI 3.1 document.
 *
 * @param release the version of the service
 */
export function apiDocument(routes: readonly Route[], release: string): ApiDocument {
  const schemas = new ComponentSchemas();
  const paths = new Map<string, Record<string, Operation>>();
  for (const route of routes) {
    const address = addressOf(route.path);
    const ofPath = paths.get(address) ?? {};
    ofPath[route.method] = operationOf(route, schemas);
    paths.set(address, ofPath);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'MLOps Image Classification',
      version: release,
      description:
        'Classify pictures, label them, retrain and promote versions. Every answer with a status of ' +
        '400 or more is a JSON object with a sentence for people, a stable code for programs, and ' +
        'the id of the request, which finds it in the log.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'the service that this document comes from' }],
    tags: Object.entries(SUBJECTS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(paths),
    security: [
      {},
      { bearer: [] },
      { header: [] },
      Object.fromEntries(Object.keys(SIGNATURE_SCHEMES).map((scheme) => [scheme, []])),
    ],
    components: {
      responses: {
        [SHARED]: sharedErrors(schemas, 'usual'),
        ...(routes.some(({ errorShape }) => errorShape !== undefined) && {
          [SHARED_OF_PROTOCOLS]: sharedErrors(schemas, 'open-inference'),
        }),
      },
      schemas: schemas.all(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/** A name behind a colon that is not escaped. */
const PARAMETER = /(?<!\\):(\w+)/g;

/**
 * A path of Express as OpenAPI writes it.
 *
 * @example
 * addressOf('/v1/models/:model\\:predict'); // '/v1/models/{model}:predict'
 */
export function addressOf(path: string): string {
  return path.replaceAll(PARAMETER, '{$1}').replaceAll('\\', '');
}

function operationOf(route: Route, schemas: ComponentSchemas): Operation {
  const { name, summary, description, subject, scope, limit, query, body } = route;
  const parameters = [
    ...[...route.path.matchAll(PARAMETER)].map(([, parameter]) => pathParameter(parameter!)),
    ...(query === undefined ? [] : queryParameters(schemas.of(query, 'input'))),
  ];
  const requestBody = body && requestBodyOf(body, schemas);
  return {
    operationId: name,
    summary: summary.replace(/\.$/, ''),
    description: [description, scopeSentence(scope), limitSentence(limit)]
      .filter((sentence) => sentence !== undefined)
      .join('\n\n'),
    tags: [subject],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody !== undefined && { requestBody }),
    ...(scope === 'public' && { security: [] }),
    responses: { ...answersOf(route.answer, schemas), ...errorAnswersOf(route, schemas) },
  };
}

function scopeSentence(scope: Route['scope']): string {
  return `Scope \`${scope}\`: ${SCOPES[scope]}.`;
}

function limitSentence(limit: Route['limit']): string {
  if (limit === 'none') return 'It has no rate limit.';
  const { variable } = LIMITS[limit];
  return `Counts for the rate limit \`${limit}\` (\`${variable}\`, ${windowOf(LIMITS[limit]).words}).`;
}

function pathParameter(name: string): JsonSchema {
  const known = PARAMETERS.get(name);
  if (known === undefined) throw new Error(`nothing describes the parameter ${name} of a path`);
  return { name, in: 'path', required: true, ...known };
}

function queryParameters(schema: JsonSchema): JsonSchema[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...own }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: own,
  }));
}

function requestBodyOf(body: Body, schemas: ComponentSchemas): JsonSchema {
  if (body.kind === 'json') {
    const isRequired = !body.schema.safeParse({}).success;
    return {
      required: isRequired,
      content: { 'application/json': jsonContent(body, schemas) },
    };
  }
  if (body.kind === 'page-form') return { content: { 'application/x-www-form-urlencoded': {} } };
  return {
    required: true,
    content: {
      ...(body.form.length > 0 && { 'multipart/form-data': { schema: formSchema(body) } }),
      ...Object.fromEntries(body.files.map((type) => [type, { schema: BINARY }])),
      ...(body.json !== undefined && {
        'application/json': jsonContent(body.json, schemas),
      }),
    },
  };
}

function jsonContent(
  { schema, example }: JsonBody<unknown>,
  schemas: ComponentSchemas,
): JsonSchema {
  return { schema: schemas.of(schema, 'input'), example };
}

/** OpenAPI 3.1 describes a file as text of a media type, without a type of JSON. */
const BINARY = { type: 'string', contentMediaType: 'application/octet-stream' } as const;

function formSchema({ form }: StreamedBody): JsonSchema {
  const properties = form.map(({ name, description, isMany = false, isText = false }) => {
    const one = isText ? { type: 'string' } : BINARY;
    return [name, { description, ...(isMany ? { type: 'array', items: one } : one) }] as const;
  });
  const required = form.filter(({ isRequired = false }) => isRequired).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

function answersOf(answer: Answer, schemas: ComponentSchemas): Record<string, JsonSchema> {
  if (answer.kind === 'json') {
    const all = [[answer.status, answer.schema] as const, ...answer.others];
    const byStatus = new Map<number, JsonSchema[]>();
    for (const [status, schema] of all) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), schemas.of(schema, 'output')]);
    }
    return Object.fromEntries(
      [...byStatus].map(([status, ofStatus]) => [
        String(status),
        {
          description: status < 400 ? 'The answer.' : 'The same shape, while it is not so.',
          content: {
            'application/json': { schema: oneOf(ofStatus) },
            ...(answer.mayHaveTail && {
              // The JSON, and the bytes of tensors behind it.
              'application/octet-stream': { schema: BINARY },
            }),
          },
        },
      ]),
    );
  }
  const content = Object.fromEntries(
    answer.types.map((type) => [type, { schema: TREES.has(type) ? {} : BINARY }]),
  );
  const told = answer.events.map(
    ([name, schema]) =>
      `- \`${name}\`: ${nameOf(schemas.of(schema, 'output')) ?? 'a JSON value'} as its data`,
  );
  return {
    '200': {
      description: [`${capital(answer.description)}.`, ...told].join('\n'),
      content: answer.kind === 'events' ? { 'text/event-stream': { schema: TEXT } } : content,
    },
    ...(answer.isRevalidated && {
      '304': { description: 'The client has it already, by its `If-None-Match`.' },
    }),
  };
}

const TEXT = { type: 'string' } as const;

/** Clients read a file of these types into any value of JSON, and not into text or bytes. */
const TREES: ReadonlySet<string> = new Set(['application/json', 'application/yaml']);

function nameOf({ $ref }: JsonSchema): string | undefined {
  return typeof $ref === 'string' ? `\`${$ref.slice($ref.lastIndexOf('/') + 1)}\`` : undefined;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function oneOf(schemas: readonly JsonSchema[]): JsonSchema {
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}

/** The component that describes what any request may be answered with. */
const SHARED = 'AnyError';
const SHARED_OF_PROTOCOLS = 'AnyProtocolError';

function errorSchema(shape: ErrorShape, schemas: ComponentSchemas): JsonSchema {
  return schemas.of(shape === 'usual' ? errorAnswerSchema : protocolErrorSchema, 'output');
}

function sharedErrors(schemas: ComponentSchemas, shape: ErrorShape): JsonSchema {
  const codes = SHARED_ERRORS.map((code) => `\`${code}\` (${statusIn(shape, code)})`);
  return {
    description: `What any request may be answered with: ${codes.join(', ')}.`,
    content: { 'application/json': { schema: errorSchema(shape, schemas) } },
  };
}

/** The errors of a route by status, each with the codes that tell them apart. */
function errorAnswersOf(route: Route, schemas: ComponentSchemas): Record<string, JsonSchema> {
  const { errorShape: shape = 'usual' } = route;
  const codes = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route)) {
    const status = statusIn(shape, code);
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  const own = new Map<number, JsonSchema>();
  if (route.answer.kind === 'json') {
    for (const [status, schema] of route.answer.others)
      own.set(status, schemas.of(schema, 'output'));
  }
  const error = errorSchema(shape, schemas);
  const byStatus = Object.fromEntries(
    [...codes].map(([status, ofStatus]) => {
      const other = own.get(status);
      const schema = other === undefined ? error : { anyOf: [other, error] };
      return [
        String(status),
        {
          description: ofStatus.map((code) => `\`${code}\``).join(', '),
          content: { 'application/json': { schema } },
        },
      ];
    }),
  );
  const shared = shape === 'usual' ? SHARED : SHARED_OF_PROTOCOLS;
  return { ...byStatus, default: { $ref: `#/components/responses/${shared}` } };
}
