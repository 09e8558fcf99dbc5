import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  batchAnswerSchema,
  predictionAnswerSchema,
} from '../../src/http/api/predictions/prediction-schema';
import { BOUNDARY, MULTIPART_TYPE, multipartBody, type Part } from '../support/multipart';
import { rawHttp } from '../support/raw-http';
import { colourPng } from '../support/colour-png';
import { startApplication, type StartedApplication } from '../support/start-application';

const image = colourPng([10, 200, 10]);
const file: Part = { name: 'file', fileName: 'a.png', content: image };
const MAX_FILE = 4000;
const MAX_BATCH = 10_000;

let application: StartedApplication;
let port: number;
beforeAll(async () => {
  application = await startApplication({
    PORT: '0',
    MAX_CONTENT_LENGTH: String(MAX_FILE),
    MAX_BATCH_CONTENT_LENGTH: String(MAX_BATCH),
    MAX_BATCH_FILES: '3',
  });
  port = Number(new URL(await application.listen()).port);
});
afterAll(() => application.end());

const post = (
  path: string,
  body: Buffer | string,
  type = MULTIPART_TYPE,
): ReturnType<StartedApplication['api']['post']> =>
  application.api.post(path).set('Content-Type', type).send(body);

async function codeOf(answer: ReturnType<typeof post>): Promise<string> {
  const { body, status } = await answer;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  return errorAnswerSchema.parse(body).code;
}

describe('a form that is wrong', () => {
  const whole = multipartBody([file]);

  it.each<[string, string, Buffer | string]>([
    ['a file in another field', 'UNEXPECTED_FIELD', multipartBody([{ ...file, name: 'image' }])],
    ['two files', 'TOO_MANY_FILES', multipartBody([file, file])],
    [
      'text where the file should be',
      'MISSING_FILE',
      multipartBody([{ name: 'file', content: 'a' }]),
    ],
    [
      'an empty file without a name',
      'MISSING_FILE',
      multipartBody([{ ...file, fileName: '', content: '' }]),
    ],
    ['nothing but its end', 'MISSING_FILE', `--${BOUNDARY}--\r\n`],
    ['fields beyond number', 'TOO_MANY_FIELDS', multipartBody(manyFields(50))],
    [
      'a field beyond size',
      'FIELD_TOO_LARGE',
      multipartBody([{ name: 'a', content: 'x'.repeat(2000) }, file]),
    ],
    [
      'a field name beyond size',
      'FIELD_TOO_LARGE',
      multipartBody([{ name: 'n'.repeat(200), content: 'x' }, file]),
    ],
    ['a part without a name', 'MALFORMED_MULTIPART', multipartBody([{ content: 'x' }, file])],
    ['an end that is missing', 'TRUNCATED_UPLOAD', whole.subarray(0, whole.length - 20)],
    ['a file that breaks off', 'TRUNCATED_UPLOAD', whole.subarray(0, whole.length / 2)],
    [
      'a part header that is none',
      'MALFORMED_MULTIPART',
      `--${BOUNDARY}\r\n:::\r\n\r\nx\r\n--${BOUNDARY}--\r\n`,
    ],
    [
      'a part header without end',
      'MALFORMED_MULTIPART',
      `--${BOUNDARY}\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\nx`,
    ],
    [
      'another boundary',
      'TRUNCATED_UPLOAD',
      whole.toString('latin1').replaceAll(BOUNDARY, 'other'),
    ],
    [
      'a file over the limit',
      'FILE_TOO_LARGE',
      multipartBody([{ ...file, content: Buffer.alloc(MAX_FILE + 1) }]),
    ],
  ])('%s: %s', async (_what, code, body) => {
    expect(await codeOf(post('/api/predict', body))).toBe(code);
  });

  it('has a boundary', async () => {
    expect(await codeOf(post('/api/predict', whole, 'multipart/form-data'))).toBe(
      'MALFORMED_MULTIPART',
    );
  });

  it('is not multipart/mixed', async () => {
    const answer = post('/api/predict', whole, `multipart/mixed; boundary=${BOUNDARY}`);
    expect(await codeOf(answer)).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('names a part as it likes: a prototype is not harmed', async () => {
    const fields = ['__proto__', 'constructor[prototype][polluted]', 'a[99999999]'];
    await post(
      '/api/predict',
      multipartBody([...fields.map((name) => ({ name, content: 'x' })), file]),
    );
    expect({}).not.toHaveProperty('polluted');
  });

  it('gets a 4xx or a 200 whatever its bytes are, and the service goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (changes) => {
          const body = Buffer.from(whole);
          for (const { at, byte } of changes) body[at] = byte;
          expect((await post('/api/predict', body)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 60 },
    );
    await post('/api/predict', whole).expect(200);
  });
});

describe('a batch', () => {
  const files = (...contents: Buffer[]): Buffer =>
    multipartBody(
      contents.map((content, i) => ({ name: 'files', fileName: `${String(i)}.png`, content })),
    );

  it('may have as many files as configured and not one more', async () => {
    await post('/api/predict/batch', files(image, image, image)).expect(200);
    expect(await codeOf(post('/api/predict/batch', files(image, image, image, image)))).toBe(
      'TOO_MANY_FILES',
    );
  });

  it('goes on past a file over the limit', async () => {
    const { body } = await post(
      '/api/predict/batch',
      files(image, Buffer.alloc(MAX_FILE + 1), image),
    ).expect(200);
    const batch = batchAnswerSchema.parse(body);
    expect(batch.errors.map(({ index, code }) => [index, code])).toEqual([[1, 'FILE_TOO_LARGE']]);
    expect(batch.predictions.map(({ index }) => index)).toEqual([0, 2]);
  });

  it('may not be larger than configured, all files together', async () => {
    const tooMuch = files(Buffer.alloc(MAX_BATCH + 100_000));
    expect(await codeOf(post('/api/predict/batch', tooMuch))).toBe('UPLOAD_TOO_LARGE');
  });
});

describe('an upload without end', () => {
  it.each([
    ['/api/predict', MULTIPART_TYPE, 'FILE_TOO_LARGE'],
    ['/api/predict', 'image/png', 'FILE_TOO_LARGE'],
    ['/api/predict/batch', MULTIPART_TYPE, 'UPLOAD_TOO_LARGE'],
  ])('%s %s is refused before it ends', async (path, type, code) => {
    const client = httpRequest({ port, method: 'POST', path, headers: { 'Content-Type': type } });
    client.on('error', () => undefined);
    client.write(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${path.endsWith('batch') ? 'files' : 'file'}"; filename="a"\r\n\r\n`,
    );
    const pump = setInterval(() => client.write(Buffer.alloc(16_384)), 1);
    const [answer] = (await once(client, 'response')) as [IncomingMessage];
    clearInterval(pump);
    let text = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await once(answer, 'end');
    client.destroy();
    expect(answer.statusCode).toBe(413);
    expect(errorAnswerSchema.parse(JSON.parse(text)).code).toBe(code);
  });
});

describe('an upload that its client breaks off', () => {
  it.each([
    ['a form', MULTIPART_TYPE],
    ['raw bytes', 'image/png'],
  ])('%s ends without a trace but its log line', async (_what, type) => {
    application.log.lines.length = 0;
    const head = `POST /api/predict HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: 3000\r\n\r\n`;
    await rawHttp(port, [head, multipartBody([file]).subarray(0, 60)], { end: true });
    await application.api.get('/api/health/live');
    const requests = application.log.lines.filter(({ fields }) => fields.route === '/api/predict');
    expect(requests.map(({ fields }) => fields.status)).toEqual([499]);
    expect(application.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('raw bytes', () => {
  it('may not be compressed', async () => {
    const answer = application.api
      .post('/api/predict')
      .set('Content-Type', 'image/png')
      .set('Content-Encoding', 'gzip')
      .send(image);
    expect(await codeOf(answer)).toBe('UNSUPPORTED_ENCODING');
  });

  it('may not be larger than a file', async () => {
    expect(await codeOf(post('/api/predict', Buffer.alloc(MAX_FILE + 1), 'image/png'))).toBe(
      'FILE_TOO_LARGE',
    );
  });

  it('may come in chunks', async () => {
    const client = httpRequest({
      port,
      method: 'POST',
      path: '/api/predict',
      headers: { 'Content-Type': 'image/png' },
    });
    for (const byte of image.subarray(0, 20)) client.write(Buffer.of(byte));
    client.end(image.subarray(20));
    const [answer] = (await once(client, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
  });
});

describe('file names', () => {
  it.each<[string, string | Buffer, string]>([
    ['UTF-8', '猫 на крыше.png', '猫 на крыше.png'],
    ['a path', '../../etc/cron.d/cat.png', 'cat.png'],
    ['a Windows path', 'C:\\\\fakepath\\\\cat.png', 'cat.png'],
    ['escaped quotes and line ends', 'a%22b%0D%0Ac.png', 'a"bc.png'],
    ['bytes that are not UTF-8', Buffer.from([0x63, 0xe9, 0x2e, 0x70, 0x6e, 0x67]), 'c\uFFFD.png'],
    ['a very long name', `${'n'.repeat(1000)}.png`, `${'n'.repeat(251)}.png`],
  ])('%s', async (_what, fileName, expected) => {
    const { body } = await post('/api/predict', multipartBody([{ ...file, fileName }])).expect(200);
    expect(predictionAnswerSchema.parse(body).file_name).toBe(expected);
  });
});

describe('requests that are not HTTP', () => {
  it.each([
    ['nonsense', 'GARBAGE\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'headers beyond size',
      `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
  ])('%s', async (_what, text, status, code) => {
    const answer = await rawHttp(port, [text]);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    expect(errorAnswerSchema.parse(JSON.parse(body)).code).toBe(code);
  });
});

describe('a client that sends slowly', () => {
  it.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: '],
    [
      'its body',
      'POST /api/predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\nabc',
    ],
  ])('%s is told 408 and cut off', async (_what, text) => {
    const impatient = await startApplication({ PORT: '0', REQUEST_TIMEOUT_MS: '1000' });
    const answer = await rawHttp(Number(new URL(await impatient.listen()).port), [text]);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
    await impatient.end();
  });
});

function manyFields(count: number): Part[] {
  return Array.from({ length: count }, (_, i) => ({ name: `f${String(i)}`, content: 'x' }));
}
