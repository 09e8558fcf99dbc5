import { HttpError } from '../../../../src/http/kit/errors/http-error';
import { TaskPictures } from '../../../../src/http/protocols/label-studio/task-pictures';

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

const bounds = { signal: new AbortController().signal, grow: () => undefined };

function picturesOf(
  address: string,
  answer: () => Response = () => new Response('a picture'),
): { readonly pictures: TaskPictures; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const pictures = new TaskPictures({
    address,
    token: 'secret',
    maxBytes: 100,
    fetch: (url, init = {}) => {
      asked.push({ url: (url as URL).href, init });
      return Promise.resolve(answer());
    },
  });
  return { pictures, asked };
}

const codeOf = async (reading: Promise<unknown>): Promise<string> => {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof HttpError ? error.code : String(error);
};

describe('an address of the configured Label Studio', () => {
  it.each([
    ['/data/upload/1/cat%20one.png', 'http://studio:8080/data/upload/1/cat%20one.png'],
    [
      'http://studio:8080/data/local-files/?d=a.png',
      'http://studio:8080/data/local-files/?d=a.png',
    ],
    ['/storage-data/uploaded/?filepath=a', 'http://studio:8080/storage-data/uploaded/?filepath=a'],
  ])('%s is fetched with its token, and no redirect is followed', async (value, url) => {
    const { pictures, asked } = picturesOf('http://studio:8080');
    const { bytes } = await pictures.read(value, bounds);
    expect(Buffer.from(bytes).toString()).toBe('a picture');
    expect(asked).toEqual([
      {
        url,
        init: expect.objectContaining({
          redirect: 'error',
          headers: { Authorization: 'Token secret' },
        }),
      },
    ]);
  });

  it('may be below a path', async () => {
    const { pictures, asked } = picturesOf('https://example.org/studio/');
    await pictures.read('https://example.org/studio/data/upload/a.png', bounds);
    await pictures.read('/data/upload/b.png', bounds);
    expect(asked.map(({ url }) => url)).toEqual([
      'https://example.org/studio/data/upload/a.png',
      'https://example.org/data/upload/b.png',
    ]);
  });
});

it.each([
  'http://169.254.169.254/data/x',
  'http://studio/data/x',
  'https://studio:8080/data/x',
  '//evil.example/data/x',
  'http://studio:8080@evil.example/data/x',
  'http://user:pass@studio:8080/data/x',
  '/api/users',
  '/data/../api/users',
  '/data/%2e%2e/api/users',
  '/tasks/1/resolve/?fileuri=x',
  'file:///etc/passwd',
  'data:text/html;base64,aGk=',
  'data:image/png,raw',
  '\\\\evil.example\\data\\x',
  's3://bucket/data/x',
  'http://[',
  7,
  undefined,
  { toString: () => '/data/x' },
])('%p is not fetched', async (value) => {
  const { pictures, asked } = picturesOf('http://studio:8080');
  expect(await codeOf(pictures.read(value, bounds))).toBe('PICTURE_NOT_FETCHED');
  expect(asked).toEqual([]);
});

it('nothing is fetched where no Label Studio is configured', async () => {
  const { pictures, asked } = picturesOf('');
  expect(await codeOf(pictures.read('http://studio:8080/data/x', bounds))).toBe(
    'PICTURE_NOT_FETCHED',
  );
  expect(asked).toEqual([]);
});

it('takes a picture inside the task', async () => {
  const { pictures } = picturesOf('');
  const { bytes } = await pictures.read('data:image/png;base64,aGVsbG8=', bounds);
  expect(Buffer.from(bytes).toString()).toBe('hello');
});

it.each([
  ['refuses', () => new Response('no', { status: 403 }), 'PICTURE_NOT_FETCHED'],
  ['sends too much', () => new Response('x'.repeat(101)), 'FILE_TOO_LARGE'],
  [
    'cannot be reached',
    () => {
      throw new TypeError('fetch failed');
    },
    'PICTURE_NOT_FETCHED',
  ],
])('tells that Label Studio %s', async (_, answer, code) => {
  const { pictures } = picturesOf('http://studio:8080', answer);
  expect(await codeOf(pictures.read('/data/x', bounds))).toBe(code);
});

it('stops where the request holds too much already', async () => {
  const { pictures } = picturesOf('http://studio:8080');
  const grow = (): never => {
    throw new HttpError('UPLOADS_BUSY', 'too much');
  };
  expect(await codeOf(pictures.read('/data/x', { ...bounds, grow }))).toBe('UPLOADS_BUSY');
});
