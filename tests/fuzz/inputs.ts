import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { MULTIPART_TYPE, multipartBody, type Part } from '../support/multipart';
import type { Corpus } from './corpus';
import type { Route } from './routes';

/** One request as it goes over the wire. */
export interface Input {
  /** For people: what was meant. */
  readonly about: string;
  readonly bytes: Buffer;
  /** The client leaves after so many bytes; undefined where it sends all and waits. */
  readonly cutAfter: number | undefined;
}

/** Ids that exist in the service; a name in braces stands for one. */
export type Known = Readonly<Record<'prediction' | 'sample' | 'job' | 'version', string>>;

const KNOWN = ['{prediction}', '{sample}', '{job}', '{version}'];
const NASTY = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%',
  '%ff',
  '%E2%80%AE',
  '\u0000',
  '\u202e',
  'é',
  'e\u0301',
  '👩‍👩‍👧',
  "'; DROP TABLE predictions; --",
  '<script>alert(1)</script>',
  '{"a":1}',
  '[]',
  'null',
  'true',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '9'.repeat(400),
  'a'.repeat(5000),
  '2026-02-30',
  '0000-00-00T00:00:00Z',
  '+275761-01-01',
  '\uD800',
];
const NAMES = [
  ...['limit', 'cursor', 'class', 'from', 'to', 'feedback', 'model_version', 'min_confidence'],
  ...['max_confidence', 'uncertain', 'search', 'sort', 'format', 'label', 'source', 'version'],
  ...['level', 'after', 'a', 'b', 'on', 'file', 'files', 'labels', 'image', 'ids', 'correct'],
  ...['mode', 'epochs', 'batch_size', 'network', 'recipe', 'force', 'view', 'action', 'page'],
  ...['files[]', 'labels[0]', 'a[b][c]', 'a.b', '__proto__', 'constructor', ''],
];
const GOOD = [
  ...['1', '50', 'head', 'full', 'csv', 'json', 'newest', 'uncertainty', 'held_out', 'samples'],
  ...['test', 'true', 'false', '0.5', '2026-01-01', 'Red', 'Green', 'tiny', 'error', 'small'],
];

const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...GOOD) },
  { weight: 2, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ maxLength: 40, unit: 'binary' }) },
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20, unit: 'binary' }) },
);
/** Text of a URL: mostly encoded as it should be, sometimes raw. */
const urlText = fc.tuple(word, fc.nat(9)).map(([text, kind]) => (kind === 0 ? text : encode(text)));

const query = fc
  .array(fc.tuple(name, urlText, fc.nat(9)), { maxLength: 5 })
  .map((pairs) =>
    pairs.map(([key, value, kind]) => (kind === 0 ? encode(key) : `${encode(key)}=${value}`)),
  )
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));

const json = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(name, fc.oneof(word, fc.jsonValue({ maxDepth: 2 }))) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        label: word,
        correct: fc.oneof(fc.boolean(), word),
        ids: fc.array(word, { maxLength: 3 }),
        mode: fc.constantFrom('head', 'full', 'x'),
        epochs: fc.oneof(fc.integer(), fc.double()),
        version: word,
        on: fc.constantFrom('held_out', 'samples', 'test', 'x'),
        force: fc.oneof(fc.boolean(), word),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 6 }) },
);
const jsonText = fc.oneof(
  { weight: 8, arbitrary: json.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.constantFrom('{"a":1,"a":2}', '{"__proto__":{"x":1}}', '{', '﻿{}') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((n) => '['.repeat(n)) },
);

const HEADERS: readonly string[] = [
  'Accept: text/html',
  'Accept: */*;q=x',
  'Accept-Encoding: br;q=1.0, gzip;q=0.5, *;q=0',
  'Accept-Language: de',
  'Range: bytes=0-1',
  'Range: bytes=99999999-',
  'If-None-Match: *',
  'If-Modified-Since: not a date',
  'Last-Event-ID: -1',
  'Last-Event-ID: 99999999999999999999',
  'X-Request-Id: ../../x',
  'X-Forwarded-For: 1.2.3.4, ::1, x',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Proto: gopher',
  'Origin: https://evil.example',
  'Origin: null',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Site: same-origin',
  'Host: evil.example',
  'Host: [::1',
  'Cookie: a=b; __proto__=c',
  'Authorization: Basic !!!',
  'Expect: 100-continue',
  'Expect: 200-maybe',
  'Upgrade: websocket',
  'Content-Encoding: gzip',
  'Content-Encoding: br',
  'Content-Encoding: x',
  'Transfer-Encoding: chunked, chunked',
  'Content-Length: 5',
  'Content-Length: -1',
  'TE: trailers',
  `X-Long: ${'x'.repeat(20_000)}`,
  'No colon here',
  ': no name',
  'X-Null: a\0b',
];
const header = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HEADERS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.string({ minLength: 1, maxLength: 12 }),
        fc.string({ maxLength: 40, unit: 'binary' }),
      )
      .map(([key, value]) => `${key}: ${value}`),
  },
);

/** A place in a file, 0-1; doubles of fast-check are nearly all close to 0. */
const share = fc.nat(1_000_000).map((n) => n / 1_000_000);

interface Body {
  readonly kind: string;
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

/** Changes a few bytes, cuts or repeats: what disks, networks and attackers do. */
function damaged(file: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const change = fc.record({ at: share, byte: fc.nat(255) });
  const damage = fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    {
      weight: 4,
      arbitrary: fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 8 }) }),
    },
    { weight: 2, arbitrary: fc.record({ keep: share }) },
    { weight: 1, arbitrary: fc.record({ repeat: fc.integer({ min: 2, max: 4 }) }) },
  );
  return fc.tuple(file, damage).map(([bytes, how]) => {
    if (how === undefined) return bytes;
    if ('keep' in how) return bytes.subarray(0, Math.floor(bytes.length * how.keep));
    if ('repeat' in how) return Buffer.concat(Array.from({ length: how.repeat }, () => bytes));
    const copy = Buffer.from(bytes);
    for (const { at, byte } of how.changes) copy[Math.floor(at * (copy.length - 1))] = byte;
    return copy;
  });
}

function bodyOf({ images, archives }: Corpus, known: Known): fc.Arbitrary<Body> {
  const image = damaged(fc.constantFrom(...images));
  const archive = damaged(fc.constantFrom(...archives));
  const content = fc.oneof(
    { weight: 4, arbitrary: image },
    { weight: 2, arbitrary: archive },
    { weight: 2, arbitrary: word.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
  const partName = fc.constantFrom(
    'file',
    'files',
    'labels',
    'label',
    'image',
    '__proto__',
    'a[0]',
  );
  const part: fc.Arbitrary<Part> = fc
    .record({
      name: fc.option(partName, { nil: undefined, freq: 20 }),
      fileName: fc.option(fc.oneof(fc.constantFrom('a.png', 'a.zip', '../x', ''), word), {
        nil: undefined,
        freq: 3,
      }),
      headers: fc.array(
        fc.constantFrom(
          'Content-Type: image/png',
          'Content-Type: x',
          'Content-Transfer-Encoding: base64',
          'X: y',
        ),
        { maxLength: 2 },
      ),
      content,
    })
    .map(({ name: of, fileName, ...rest }) => ({
      ...(of === undefined ? {} : { name: of }),
      ...(fileName === undefined ? {} : { fileName }),
      ...rest,
    }));
  const form = fc.array(part, { maxLength: 6 }).map((parts) => multipartBody(parts));
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constant({ kind: 'none', type: undefined, bytes: Buffer.alloc(0) }),
    },
    {
      weight: 5,
      arbitrary: jsonText.map((text) =>
        body('json', 'application/json', Buffer.from(withKnown(text, known))),
      ),
    },
    {
      weight: 6,
      arbitrary: damaged(form).map((bytes) => body('multipart', MULTIPART_TYPE, bytes)),
    },
    { weight: 4, arbitrary: image.map((bytes) => body('image', 'image/png', bytes)) },
    { weight: 2, arbitrary: archive.map((bytes) => body('archive', 'application/zip', bytes)) },
    {
      weight: 2,
      arbitrary: query.map((text) =>
        body('form', 'application/x-www-form-urlencoded', Buffer.from(text.slice(1))),
      ),
    },
    {
      weight: 1,
      arbitrary: damaged(form).map((bytes) => body('gzip', MULTIPART_TYPE, gzipSync(bytes))),
    },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ maxLength: 2000 })
        .map((bytes) => body('noise', 'application/octet-stream', Buffer.from(bytes))),
    },
  );
}

/** Uploads as the pages and clients send them, of files that are seldom whole. */
function uploadOf({ images, archives }: Corpus): fc.Arbitrary<{ path: string; body: Body }> {
  const image = damaged(fc.constantFrom(...images));
  const file = (of: string, bytes: Buffer, fileName: string): Part => ({
    name: of,
    fileName,
    headers: ['Content-Type: application/octet-stream'],
    content: bytes,
  });
  const form = (parts: readonly Part[]): Body =>
    body('upload', MULTIPART_TYPE, multipartBody(parts));
  const several = fc.array(image, { maxLength: 4 });
  const labelled = fc
    .tuple(several, fc.array(word, { maxLength: 4 }))
    .map(([files, labels]) =>
      form([
        ...labels.map((label) => ({ name: 'labels', content: label })),
        ...files.map((bytes, i) => file('files', bytes, `${i}.png`)),
      ]),
    );
  const archive = damaged(fc.constantFrom(...archives)).map((bytes) =>
    form([file('files', bytes, 'a.zip')]),
  );
  return fc.oneof(
    {
      weight: 3,
      arbitrary: image.map((bytes) => ({
        path: '/api/predict',
        body: body('image', 'image/png', bytes),
      })),
    },
    {
      weight: 2,
      arbitrary: image.map((bytes) => ({
        path: '/api/predict',
        body: form([file('file', bytes, 'a.png')]),
      })),
    },
    {
      weight: 2,
      arbitrary: several.map((files) => ({
        path: '/api/predict/batch',
        body: form(files.map((bytes, i) => file('files', bytes, `${i}.png`))),
      })),
    },
    {
      weight: 3,
      arbitrary: fc
        .oneof(labelled, archive)
        .map((made) => ({ path: '/api/upload/training-data', body: made })),
    },
  );
}

const body = (kind: string, type: string, bytes: Buffer): Body => ({ kind, type, bytes });

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get', 'X'];

/** Requests to every route: mostly almost right. */
export function anyInput(
  routes: readonly Route[],
  corpus: Corpus,
  known: Known,
): fc.Arbitrary<Input> {
  const target = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(...routes).chain((route) =>
        fc.record({
          method: fc.constantFrom(...route.methods),
          path: pathOf(route.path),
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        method: fc.constantFrom(...METHODS),
        path: fc.constantFrom(...routes).chain((route) => pathOf(route.path)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        method: fc.constantFrom(...METHODS),
        path: urlText.map((text) => `/${text}`),
      }),
    },
  );
  const anything = fc.record({ target, body: bodyOf(corpus, known), type: fc.nat(9), query });
  const upload = uploadOf(corpus).map(({ path, body: sent }) => ({
    target: { method: 'POST', path },
    body: sent,
    type: 1,
    query: '',
  }));
  return fc
    .record({
      what: fc.oneof({ weight: 3, arbitrary: anything }, { weight: 2, arbitrary: upload }),
      headers: fc.array(header, { maxLength: 3 }),
      isPlain: fc.nat(2).map((n) => n > 0),
      framing: fc.nat(9),
      cut: fc.oneof(
        { weight: 11, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: share },
      ),
    })
    .map((drawn) => {
      const { target: to, body: sent } = drawn.what;
      const isChunked = drawn.framing === 0;
      const type = drawn.what.type === 0 ? 'text/plain' : sent.type;
      const head = [
        `${to.method} ${to.path}${drawn.what.query} HTTP/1.1`,
        ...(drawn.isPlain ? [] : drawn.headers),
        'Host: 127.0.0.1',
        'Connection: close',
        ...(type === undefined ? [] : [`Content-Type: ${type}`]),
        ...(isChunked
          ? ['Transfer-Encoding: chunked']
          : sent.bytes.length > 0
            ? [`Content-Length: ${sent.bytes.length}`]
            : []),
        '\r\n',
      ].join('\r\n');
      const payload = isChunked ? chunked(sent.bytes) : sent.bytes;
      const bytes = Buffer.concat([Buffer.from(withKnown(head, known)), payload]);
      return {
        about: `${to.method} ${to.path.slice(0, 80)} with ${sent.kind}`,
        bytes,
        cutAfter: drawn.cut === undefined ? undefined : Math.floor(drawn.cut * bytes.length),
      };
    });
}

/** A path whose names are filled in; now and then with more slashes or capitals than it should have. */
function pathOf(pattern: string): fc.Arbitrary<string> {
  const segments = pattern
    .split('/')
    .map((segment) =>
      segment.startsWith(':')
        ? fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(...KNOWN) },
            { weight: 2, arbitrary: urlText },
          )
        : fc.constant(segment),
    );
  return fc.tuple(fc.tuple(...segments), fc.nat(29)).map(([parts, kind]) => {
    const path = parts.join('/');
    if (kind === 0) return `/${path}`;
    if (kind === 1) return `${path}/`;
    if (kind === 2) return path.toUpperCase();
    if (kind === 3) return path.replaceAll('/', '/./');
    return path;
  });
}

function chunked(bytes: Buffer): Buffer {
  return Buffer.concat(
    [
      ...(bytes.length === 0 ? [] : [`${bytes.length.toString(16)}\r\n`, bytes, '\r\n']),
      '0\r\n\r\n',
    ].map((piece) => Buffer.from(piece)),
  );
}

function withKnown(text: string, known: Known): string {
  return text.replace(
    /(?:\{|%7B)(prediction|sample|job|version)(?:\}|%7D)/g,
    (_, key: string) => known[key as keyof Known],
  );
}

/** As in a URL; half of a surrogate pair cannot be encoded and goes as it is. */
function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
