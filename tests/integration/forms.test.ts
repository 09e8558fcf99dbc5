import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  batchAnswerSchema,
  predictionAnswerSchema,
} from '../../src/http/api/predictions/prediction-schema';
import { trainingUploadAnswerSchema } from '../../src/http/api/labelling/samples-schema';
import { colourPng } from '../support/colour-png';
import {
  refusalOf,
  startLabelledService,
  type Answer,
  type LabelledService,
} from '../support/labelled-service';
import { BOUNDARY, MULTIPART_TYPE, multipartBody, type Part } from '../support/multipart';
import { zipFile } from '../support/zip-file';

const CASES = path.join(__dirname, '..', '..', '..', 'shared', 'cases');
const picture = colourPng([10, 200, 10]);
const other = colourPng([200, 10, 10]);

let service: LabelledService;
beforeAll(async () => {
  service = await startLabelledService();
});
afterAll(() => service.end());

const post = (route: string, body: Buffer | string, type = MULTIPART_TYPE): Answer =>
  service.api.post(route).set('Content-Type', type).send(body);

const TRAINING = '/api/upload/training-data';

describe('names of form fields', () => {
  const named = (name: string): Buffer =>
    multipartBody([
      { name, content: 'Cat' },
      { name: 'files', fileName: 'a.png', content: picture },
    ]);

  it.each([
    'labels[4294967294]',
    'label[4294967294]',
    'labels[0]',
    'labels[a]',
    'labels[][]',
    'Labels',
    '__proto__',
    'labels[__proto__]',
  ])('%s is no label, and nothing is built from it', async (name) => {
    const startedMs = performance.now();
    expect(await refusalOf(post(TRAINING, named(name)))).toBe('LABEL_COUNT_MISMATCH');
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it.each(['/data', '/api/predict', '/api/predict/batch'])(
    'a huge index delays nothing on %s',
    async (route) => {
      const startedMs = performance.now();
      const fields = ['labels', 'label', 'a'].map((name) => ({
        name: `${name}[4294967294]`,
        content: 'a',
      }));
      await post(
        route,
        multipartBody([
          ...fields,
          { name: route === '/api/predict' ? 'file' : 'files', fileName: 'a', content: picture },
        ]),
      );
      expect(performance.now() - startedMs).toBeLessThan(2000);
    },
  );

  it.each(['labels', 'labels[]', 'label', 'label[]'])('%s is a label', async (name) => {
    const { body } = await post(TRAINING, named(name)).expect(200);
    expect(trainingUploadAnswerSchema.parse(body).files[0]?.label).toBe('Cat');
  });

  it('may be many labels, in the order of the form', async () => {
    const body = multipartBody([
      { name: 'labels[]', content: 'Cat' },
      { name: 'files', fileName: 'a.png', content: picture },
      { name: 'labels', content: 'Dog' },
      { name: 'files', fileName: 'b.png', content: other },
    ]);
    const answer = trainingUploadAnswerSchema.parse((await post(TRAINING, body).expect(200)).body);
    expect(answer.files.map(({ label }) => label)).toEqual(['Cat', 'Dog']);
  });
});

describe('a picture without a file name', () => {
  const part = (name: string, headers: readonly string[] = [], content = picture): Part => ({
    name,
    headers,
    content,
  });

  it.each<[string, Part]>([
    ['of type image/png', part('file', ['Content-Type: image/png'])],
    ['of type application/octet-stream', part('file', ['Content-Type: application/octet-stream'])],
    ['of no type, as .NET sends it', part('file')],
    ['of an empty name', { ...part('file', ['Content-Type: image/png']), fileName: '' }],
    [
      'of an empty name and no known type',
      { ...part('file', ['Content-Type: application/octet-stream']), fileName: '' },
    ],
  ])('%s is classified', async (_what, picturePart) => {
    const named = await service.predict(picture);
    const { body } = await post('/api/predict', multipartBody([picturePart])).expect(200);
    const answer = predictionAnswerSchema.parse(body);
    expect(answer.all_probabilities).toEqual(named.all_probabilities);
    expect(answer.file_name).toBe('unnamed');
  });

  it.each([1, 7, 1000])('is found in pieces of %i bytes as well', async (bytes) => {
    const body = multipartBody([part('file', ['Content-Type: image/png'])]);
    const request = service.api.post('/api/predict').set('Content-Type', MULTIPART_TYPE);
    for (let at = 0; at < body.length; at += bytes) request.write(body.subarray(at, at + bytes));
    await request.expect(200);
  });

  it('is one of a batch, and fails no other', async () => {
    const body = multipartBody([
      { name: 'files', fileName: 'a.png', content: picture },
      part('files', ['Content-Type: image/png'], other),
      part('files', ['Content-Type: image/png'], Buffer.from('\x89PNG\0 no picture', 'latin1')),
    ]);
    const { body: answered } = await post('/api/predict/batch', body).expect(200);
    const answer = batchAnswerSchema.parse(answered);
    expect(answer.predictions.map(({ index }) => index)).toEqual([0, 1]);
    expect(answer.errors.map(({ index }) => index)).toEqual([2]);
  });

  it('can be a sample, and so can an archive', async () => {
    const zip = zipFile([{ name: 'Cat/a.png', content: picture }]);
    const body = multipartBody([part('files', [], other), part('files', [], zip)]);
    const labelled = multipartBody([{ name: 'labels', content: 'Dog' }]);
    const form = Buffer.concat([
      labelled.subarray(0, labelled.length - `--${BOUNDARY}--\r\n`.length),
      body,
    ]);
    const answer = trainingUploadAnswerSchema.parse((await post(TRAINING, form).expect(200)).body);
    expect(answer.files.map(({ label }) => label)).toEqual(['Dog', 'Cat']);
  });

  it.each<[string, Part]>([
    ['a text', { name: 'file', content: 'a cat' }],
    ['nothing', { name: 'file', headers: ['Content-Type: image/png'] }],
    [
      'a field in which nobody chose a file',
      { name: 'file', fileName: '', headers: ['Content-Type: application/octet-stream'] },
    ],
  ])('is not %s', async (_what, textPart) => {
    expect(await refusalOf(post('/api/predict', multipartBody([textPart])))).toBe('MISSING_FILE');
  });

  it('over the limit is too large, not missing', async () => {
    const small = await startLabelledService({ MAX_CONTENT_LENGTH: '1000' });
    const content = Buffer.concat([picture, Buffer.alloc(2000)]);
    const answer = small.api
      .post('/api/predict')
      .set('Content-Type', MULTIPART_TYPE)
      .send(multipartBody([part('file', ['Content-Type: image/png'], content)]));
    expect(await refusalOf(answer)).toBe('FILE_TOO_LARGE');
    await small.end();
  });
});

const itWithCases = existsSync(CASES) ? it : it.skip;

describe('forms that real clients send', () => {
  const load = (name: string): { body: Buffer; type: string } => {
    const body = readFileSync(path.join(CASES, name));
    const boundary = body.toString('latin1', 2, body.indexOf('\r\n'));
    return { body, type: `multipart/form-data; boundary=${boundary}` };
  };

  itWithCases('a part without a file name', async () => {
    const { body, type } = load('part-without-filename.multipart');
    await post('/api/predict', body, type).expect(200);
  });

  itWithCases('a batch of which one part has no file name', async () => {
    const { body, type } = load('batch-one-without-filename.multipart');
    const answer = await post('/api/predict/batch', body, type).expect(200);
    expect(batchAnswerSchema.parse(answer.body)).toMatchObject({
      total_processed: 2,
      total_errors: 0,
    });
  });

  itWithCases('a compressed form is told so', async () => {
    const body = readFileSync(path.join(CASES, 'with-filename.multipart.gz'));
    const answer = post('/api/predict', body, 'multipart/form-data; boundary=B').set(
      'Content-Encoding',
      'gzip',
    );
    expect(await refusalOf(answer)).toBe('UNSUPPORTED_ENCODING');
  });
});

describe('Content-Encoding', () => {
  const form = multipartBody([{ name: 'file', fileName: 'a.png', content: picture }]);
  const batch = multipartBody([{ name: 'files', fileName: 'a.png', content: picture }]);
  const page = 'action=delete&ids=a';

  it.each(['gzip', 'GZIP', 'deflate', 'br', 'identity, gzip', 'x'])(
    '%s is refused wherever a body is read',
    async (encoding) => {
      const bodies: [string, string, Buffer | string][] = [
        ['/api/predict', MULTIPART_TYPE, form],
        ['/api/predict', 'image/png', picture],
        ['/api/predict/batch', MULTIPART_TYPE, batch],
        [TRAINING, MULTIPART_TYPE, batch],
        ['/api/retrain', 'application/json', '{}'],
        ['/data', 'application/x-www-form-urlencoded', page],
      ];
      for (const [route, type, body] of bodies) {
        const answer = await post(route, body, type).set('Content-Encoding', encoding);
        expect(answer.status).toBe(415);
        if (route.startsWith('/api/')) {
          expect(errorAnswerSchema.parse(answer.body).code).toBe('UNSUPPORTED_ENCODING');
        }
      }
    },
  );

  it.each(['identity', 'Identity', ' IDENTITY '])('%s is none', async (encoding) => {
    await post('/api/predict', form).set('Content-Encoding', encoding).expect(200);
    await post('/api/predict', picture, 'image/png').set('Content-Encoding', encoding).expect(200);
  });
});

describe('JSON', () => {
  const send = (text: string): Answer =>
    post('/api/dataset/samples/relabel', text, 'application/json');

  it.each([
    ['a name twice', '{"ids":["a"],"label":"Cat","label":"Dog"}'],
    ['a name twice, once escaped', '{"ids":["a"],"label":"Cat","l\\u0061bel":"Dog"}'],
    ['a name twice further in', '{"ids":[{"a":1,"a":2}],"label":"Cat"}'],
    ['a prototype', '{"__proto__":{"label":"Cat"},"ids":["a"]}'],
    ['a prototype, escaped', '{"\\u005f_proto__":{"label":"Cat"},"ids":["a"]}'],
    ['a deep nest', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ])('with %s is refused', async (_what, text) => {
    expect(await refusalOf(send(text))).toBe('INVALID_JSON');
  });

  it('may have a value that looks like a name, and the same name in two objects', async () => {
    const text = '{"ids":["ids","label\\"","a:b"],"label":"label"}';
    expect(await refusalOf(send(text))).toBe('INVALID_BODY');
    expect(await refusalOf(send('[{"a":1},{"a":1}]'))).toBe('INVALID_BODY');
  });
});

describe('no body', () => {
  it.each(['/data', '/models/none/promote', '/train', '/train/jobs/none/cancel', '/history'])(
    'is what a button sends to %s with a length of 0 and no type',
    async (route) => {
      const answer = await service.api.post(route).set('Content-Length', '0');
      expect(answer.status).not.toBe(415);
      expect(answer.status).toBeLessThan(500);
    },
  );
});

describe('queries', () => {
  it.each([
    ['limit=-1', 'limit: must be a whole number from 1 to 100'],
    ['limit=101', 'limit: must be a whole number from 1 to 100'],
    ['sort=size', 'sort: must be one of "time", "uncertainty"'],
    ['min_confidence=2', 'min_confidence: must be a number from 0 to 1'],
    ['colour=red', '"colour" is not known here'],
  ])('%s is refused in plain words', async (query, error) => {
    const answer = await service.api.get(`/api/predictions?${query}`).expect(400);
    expect(errorAnswerSchema.parse(answer.body).error).toBe(error);
  });

  it.each(['limit=1&limit=2', 'limit[]=1', 'limit[a]=1', '__proto__=1', 'class=a&class=b'])(
    '%s is refused by name, and builds nothing',
    async (query) => {
      expect(await refusalOf(service.api.get(`/api/predictions?${query}`))).toBe('INVALID_QUERY');
    },
  );

  it.each(['/history', '/data', '/train', '/system', '/models'])(
    '%s shows itself whatever its query is',
    async (page) => {
      for (const query of [
        'cursor=a&cursor=b',
        'label[]=a',
        'level[4294967294]=a',
        '__proto__=a',
      ]) {
        expect((await service.api.get(`${page}?${query}`)).status).toBeLessThan(500);
      }
    },
  );
});
