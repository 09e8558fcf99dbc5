import { breakingChanges } from '../../../../src/http/openapi/breaking-changes';
import { apiDocument } from '../../../../src/http/openapi/document';
import { API_ROUTES } from '../../../../src/http/all-routes';

const released = apiDocument(API_ROUTES, '1.0.0');

type Node = Record<string, unknown>;

/** The object at a place of a document. */
type Find = (...keys: string[]) => Node;

/** What breaks when the description is changed so. */
function changesOf(change: (find: Find) => unknown): string[] {
  const after = structuredClone(released);
  change((...keys) => {
    let node: unknown = after;
    for (const key of keys) node = new Map(Object.entries(node as Node)).get(key);
    return node as Node;
  });
  return breakingChanges(released, after);
}

const list = (node: unknown): unknown[] => node as unknown[];
const labels = (find: Find): Node => find('paths', '/api/labels', 'get');
const component = (find: Find, name: string): Node => find('components', 'schemas', name);
const fields = (find: Find, name: string): Node =>
  find('components', 'schemas', name, 'properties');

it.each<[string, (find: Find) => unknown]>([
  ['nothing', () => undefined],
  ['a new operation', (find) => (find('paths')['/api/new'] = { get: labels(find) })],
  [
    'a new parameter that may be left out',
    (find) =>
      (labels(find).parameters = [
        { name: 'x', in: 'query', required: false, schema: { type: 'string' } },
      ]),
  ],
  [
    'a new field of an answer',
    (find) => (fields(find, 'PredictionAnswer').more = { type: 'string' }),
  ],
  [
    'a new word of an answer',
    (find) =>
      list(find('components', 'schemas', 'HealthAnswer', 'properties', 'status').enum).push('odd'),
  ],
  [
    'a field that need not be sent any more',
    (find) => (component(find, 'RelabelOne').required = []),
  ],
  ['other words', (find) => (labels(find).summary = 'Labels')],
  [
    'an answer that is an integer where it was a number',
    (find) => (fields(find, 'PredictionAnswer').confidence = { type: 'integer' }),
  ],
])('%s breaks nobody', (_what, change) => {
  expect(changesOf(change)).toEqual([]);
});

it.each<[string, (find: Find) => unknown, RegExp]>([
  ['a path', (find) => delete find('paths')['/api/labels'], /GET \/api\/labels is gone/],
  [
    'a method',
    (find) => delete find('paths', '/api/models/{version}').delete,
    /DELETE \/api\/models\/\{version\} is gone/,
  ],
  [
    'a parameter',
    (find) => list(find('paths', '/api/predictions', 'get').parameters).shift(),
    /the parameter query limit is gone/,
  ],
  [
    'a new parameter that has to be sent',
    (find) =>
      (labels(find).parameters = [
        { name: 'x', in: 'query', required: true, schema: { type: 'string' } },
      ]),
    /the parameter query x has to be sent/,
  ],
  [
    'a word that is not taken',
    (find) => {
      const parameters = list(find('paths', '/api/predictions', 'get').parameters) as Node[];
      const sort = parameters.find(({ name }) => name === 'sort')!;
      sort.schema = { type: 'string', enum: ['time'] };
    },
    /the parameter query sort does not take uncertainty/,
  ],
  [
    'a field of an answer',
    (find) => {
      delete fields(find, 'PredictionAnswer').confidence;
      const required = list(component(find, 'PredictionAnswer').required);
      required.splice(required.indexOf('confidence'), 1);
    },
    /POST \/api\/predict: the answer with status 200, field confidence, is gone/,
  ],
  [
    'a field that may be missing',
    (find) => list(component(find, 'PredictionAnswer').required).shift(),
    /field id, may be missing/,
  ],
  [
    'another type of an answer',
    (find) => (fields(find, 'PredictionAnswer').confidence = { type: 'string' }),
    /field confidence was number, and is string/,
  ],
  [
    'an answer that may be null',
    (find) => (fields(find, 'PredictionAnswer').file_name = { type: ['string', 'null'] }),
    /field file_name was string, and is string or null/,
  ],
  [
    'a field that has to be sent',
    (find) => (component(find, 'PromoteBody').required = ['force']),
    /POST \/api\/models\/\{version\}\/promote: the body, field force, has to be sent/,
  ],
  [
    'a field that is not taken any more',
    (find) => delete fields(find, 'RetrainBody').backbone,
    /field backbone, is gone/,
  ],
  [
    'a tighter bound',
    (find) => (find('components', 'schemas', 'DeleteMany', 'properties', 'ids').maxItems = 10),
    /field ids has a tighter maxItems/,
  ],
  [
    'a media type of a body',
    (find) => delete find('paths', '/api/predict', 'post', 'requestBody', 'content')['image/*'],
    /the body is never image\/\* any more/,
  ],
  [
    'another status',
    (find) => {
      const responses = find('paths', '/api/labels', 'get', 'responses');
      responses['201'] = responses['200'];
      delete responses['200'];
    },
    /the answer with status 200 is gone/,
  ],
])('%s that changes is told', (_what, change, sentence) => {
  const changes = changesOf(change);
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.join('\n')).toMatch(sentence);
});
