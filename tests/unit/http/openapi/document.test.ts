import { addressOf, apiDocument, type Operation } from '../../../../src/http/openapi/document';
import { errorsOf } from '../../../../src/http/kit/errors/route-errors';
import { ALL_ROUTES, API_ROUTES } from '../../../../src/http/all-routes';

const document = apiDocument(API_ROUTES, '1.2.3');
const operations = Object.entries(document.paths).flatMap(([path, ofPath]) =>
  Object.entries(ofPath).map(([method, operation]) => ({ path, method, operation })),
);
const operationOf = (name: string): Operation =>
  operations.find(({ operation }) => operation.operationId === name)!.operation;

it('has every route for programs, and nothing else', () => {
  const described = operations.map(({ path, method }) => `${method} ${path}`);
  const routes = API_ROUTES.map(({ path, method }) => `${method} ${addressOf(path)}`);
  expect(described.toSorted()).toEqual(routes.toSorted());
  const pages = ALL_ROUTES.filter((route) => !API_ROUTES.includes(route));
  expect(new Set(pages.map(({ subject }) => subject))).toEqual(new Set(['pages']));
});

it('writes colons of paths as they are', () => {
  expect(addressOf('/v1/models/:model/versions/:version\\:predict')).toBe(
    '/v1/models/{model}/versions/{version}:predict',
  );
});

it('tells errors of protocols with the statuses that they have there', () => {
  const { responses } = operationOf('infer');
  expect(Object.keys(responses)).not.toContain('415');
  expect(responses['400']).toMatchObject({
    description: expect.stringContaining('`UNSUPPORTED_IMAGE`') as string,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ProtocolError' } } },
  });
});

it('names each operation once', () => {
  const names = ALL_ROUTES.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('refers only to what is in it', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(100);
  expect(text.match(/"\$ref":/g)).toHaveLength(references.length);
  for (const [, kind, name] of references) {
    expect(Object.keys(document.components[kind as 'schemas' | 'responses'])).toContain(name);
  }
});

it('tells for each error which codes it may carry', () => {
  const { responses } = operationOf('promoteModel');
  expect(responses['409']).toMatchObject({
    description: expect.stringContaining('`MODEL_REJECTED`') as string,
  });
  for (const route of API_ROUTES) {
    const shared = route.errorShape === undefined ? 'AnyError' : 'AnyProtocolError';
    expect(operationOf(route.name).responses.default).toEqual({
      $ref: `#/components/responses/${shared}`,
    });
    const text = JSON.stringify(operationOf(route.name).responses);
    for (const code of errorsOf(route)) expect(text).toContain(`\`${code}\``);
  }
});

it('describes parameters, forms and JSON bodies by the schemas that read them', () => {
  const history = operationOf('listPredictions').parameters as { name: string; in: string }[];
  expect(history.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['limit', 'cursor', 'sort', 'class', 'from', 'to', 'search']),
  );
  expect(operationOf('predict').requestBody).toMatchObject({
    content: {
      'multipart/form-data': { schema: { required: ['file'] } },
      'image/*': {},
    },
  });
  expect(operationOf('retrain').requestBody).toMatchObject({
    required: false,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/RetrainBody' } } },
  });
});

it('describes values by label, which are transformed where they are read', () => {
  const text = JSON.stringify(document.components.schemas.ModelInfoAnswer);
  expect(text).toContain(
    '"auc_per_class":{"type":"object","additionalProperties":{"type":"number"}',
  );
});

it('lets answers gain fields, and requests none', () => {
  expect(document.components.schemas.PredictionAnswer).not.toHaveProperty('additionalProperties');
  expect(document.components.schemas.PromoteBody).toHaveProperty('additionalProperties', false);
});
