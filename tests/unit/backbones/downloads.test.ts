import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  addBackbone,
  type AddedBackbone,
  type AddOptions,
  type AddProgress,
} from '../../../src/backbones/add';
import { CATALOGUE, DEFAULT_BACKBONE } from '../../../src/backbones/catalogue';
import { isCommit, parseHubFile, urlOf } from '../../../src/backbones/download/hub-file';
import { parseSource } from '../../../src/backbones/source';
import { COMMIT, serveHub, type HubManners, type HubServer } from './hub-server';
import { convolutional } from './networks';

const NETWORK = convolutional();
const HASH = createHash('sha256').update(NETWORK).digest('hex');
const FILE = 'owner/name/resolve/main/onnx/model.onnx';
const SOURCE = 'hf:owner/name/onnx/model.onnx';
const CONFIG = Buffer.from(
  JSON.stringify({ size: 8, resample: 1, image_mean: 0.25, image_std: 0.5 }),
);

let dir = '';
let hub: HubServer | undefined;
beforeEach(() => (dir = path.join(mkdtempSync(path.join(tmpdir(), 'models-')), 'backbones')));
afterEach(async () => {
  await hub?.close();
  hub = undefined;
  rmSync(path.dirname(dir), { recursive: true });
});

async function start(
  manners: HubManners = {},
  more: Record<string, Uint8Array> = {},
): Promise<void> {
  hub = await serveHub({ [FILE]: NETWORK, ...more }, manners);
}

function add(
  source = SOURCE,
  options: AddOptions = {},
  { token = '', ...parts }: Partial<Parameters<typeof addBackbone>[2]> & { token?: string } = {},
): Promise<AddedBackbone> {
  return addBackbone(source, options, {
    dir,
    downloads: { endpoint: hub!.endpoint, token },
    ...parts,
  });
}

describe('a backbone of the hub', () => {
  it('says where it came from, and how its pictures are prepared', async () => {
    await start({}, { 'owner/name/resolve/main/preprocessor_config.json': CONFIG });
    const progress: AddProgress[] = [];
    const { backbone } = await add(SOURCE, {}, { onProgress: (one) => void progress.push(one) });
    expect(backbone.name).toBe('name');
    expect(backbone.card.source).toEqual({
      kind: 'hugging-face',
      location: `${hub!.endpoint}/${FILE}`,
      commit: COMMIT,
      sha256: HASH,
      trusted: 'first-use',
    });
    expect(backbone.card.input).toMatchObject({
      fit: 'stretch',
      kernel: 'lanczos',
      mean: [63.75, 63.75, 63.75],
    });
    expect(progress).toContainEqual({
      stage: 'downloading',
      file: 'model.onnx',
      doneBytes: NETWORK.length,
      totalBytes: NETWORK.length,
    });
    expect(readdirSync(dir)).toEqual(['name']);
  });

  it('is pinned where its SHA-256 is named', async () => {
    await start();
    const { backbone } = await add(SOURCE, { sha256: HASH.toUpperCase() });
    expect(backbone.card.source.trusted).toBe('pinned');
    const other = add(SOURCE, { name: 'other', sha256: '0'.repeat(64) });
    await expect(other).rejects.toThrow(
      /is damaged or another file, and was not kept|it is damaged or another file, and was not kept/,
    );
    expect(readdirSync(dir)).toEqual(['name']);
  });

  it('is refused where it is not what the hub announces', async () => {
    await start({ announces: 'f'.repeat(64) });
    await expect(add()).rejects.toThrow(
      `The SHA-256 of the file that came is ${HASH} instead of ffff`,
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is taken as it comes where the hub announces nothing', async () => {
    await start({ announces: null });
    expect((await add()).backbone.card.source).toMatchObject({
      sha256: HASH,
      trusted: 'first-use',
    });
  });

  it('goes on where the connection broke', async () => {
    await start({ breaksOffAfter: 1000 });
    await add();
    expect(hub!.asked.map(({ range }) => range)).toContain('bytes=1000-');
  });

  it('begins anew where the server sends everything again', async () => {
    await start({ breaksOffAfter: 1000, ignoresRanges: true });
    expect((await add()).backbone.card.source.sha256).toBe(HASH);
  });

  it('keeps what came when it is stopped, and goes on the next time', async () => {
    await start({ breaksOffAfter: 1000 });
    const abort = new AbortController();
    const adding = add(
      SOURCE,
      {},
      {
        signal: abort.signal,
        onProgress: (one) => {
          if (one.stage === 'downloading' && one.doneBytes === 1000)
            abort.abort(new Error('Stop.'));
        },
      },
    );
    await expect(adding).rejects.toThrow('Stop.');
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toHaveLength(1);
    await add();
    expect(hub!.asked.map(({ range }) => range)).toContain('bytes=1000-');
    expect(readdirSync(dir)).toEqual(['name']);
  });

  it('shows its token to the hub alone', async () => {
    await start();
    await add(SOURCE, {}, { token: 'secret' });
    const tokens = (host: string): (string | undefined)[] =>
      hub!.asked.filter((one) => one.host === host).map(({ token }) => token);
    expect(new Set(tokens('127.0.0.1'))).toEqual(new Set(['Bearer secret']));
    expect(tokens('localhost')).toEqual([undefined]);
  });

  it.each([
    ['file:///etc/passwd', /redirects to file:\/\/, which is not followed/],
    ['data:text/plain,x', /redirects to data:\/\/, which is not followed/],
    ['http://user:word@localhost/x', /redirects to http:\/\/localhost, which is not followed/],
    ['http://[', /redirects nowhere/],
    ['/owner/name/resolve/main/onnx/model.onnx', /redirects more than 5 times/],
  ])('is not fetched from %s', async (redirectsTo, message) => {
    await start({ redirectsTo });
    await expect(add()).rejects.toThrow(message);
    await expect(add()).rejects.toMatchObject({ problem: 'unreachable' });
  });

  it('says what to do where the hub refuses or does not know it', async () => {
    await start({ status: 401 });
    await expect(add()).rejects.toThrow(/answered 401.*set HF_TOKEN/);
    const unknown = add('hf:owner/name/other.onnx');
    await expect(unknown).rejects.toThrow(/answered 404 for .*other\.onnx\.$/);
  });

  it('says what to do where the hub cannot be reached', async () => {
    await start();
    const { endpoint } = hub!;
    await hub!.close();
    hub = undefined;
    const adding = addBackbone(SOURCE, {}, { dir, downloads: { endpoint, token: '' } });
    await expect(adding).rejects.toThrow(/cannot be reached .*backbone:add -- file\.onnx/);
  });

  it('is not downloaded where that is switched off', async () => {
    await start();
    const adding = addBackbone(SOURCE, {}, { dir });
    await expect(adding).rejects.toThrow(/switched off \(BACKBONE_DOWNLOADS\)/);
    expect(hub!.asked).toEqual([]);
  });

  it('leaves no download behind for more than a week', async () => {
    await start();
    mkdirSync(dir);
    for (const name of ['.download-old.part', '.download-new.part']) {
      writeFileSync(path.join(dir, name), 'x');
    }
    utimesSync(path.join(dir, '.download-old.part'), 1, 1);
    await add();
    expect(readdirSync(dir)).toEqual(['.download-new.part', 'name']);
  });
});

describe('a proxy', () => {
  let proxy: Server;
  const through: string[] = [];
  beforeEach(async () => {
    through.length = 0;
    proxy = createServer().on('connect', ({ url = '' }, socket) => {
      through.push(url);
      const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    process.env.http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    delete process.env.http_proxy;
    delete process.env.no_proxy;
    proxy.closeAllConnections();
    proxy.close();
  });

  it('is used where the environment names one, except for hosts that it leaves out', async () => {
    await start();
    process.env.no_proxy = 'localhost';
    await add();
    expect(new Set(through.map((one) => one.split(':')[0]))).toEqual(new Set(['127.0.0.1']));
  });
});

describe('parseHubFile', () => {
  it('reads owner, repository, path and revision', () => {
    const file = parseHubFile(`hf:onnx-community/a.b_c/onnx/model.onnx@${COMMIT}`);
    expect(file).toEqual({
      repository: 'onnx-community/a.b_c',
      path: 'onnx/model.onnx',
      revision: COMMIT,
    });
    expect(urlOf(file, 'https://mirror.example.org/hub').href).toBe(
      `https://mirror.example.org/hub/onnx-community/a.b_c/resolve/${COMMIT}/onnx/model.onnx`,
    );
    expect(parseHubFile('hf:o/n/model.onnx').revision).toBe('main');
  });

  it.each([
    'hf:',
    'hf:owner/name',
    'hf:o/n/../x.onnx',
    'hf:o/n/x.onnx@a@b',
    'hf:o/n/x y.onnx',
    'hf:o/n//x.onnx',
    'hf:o/n/x.onnx@',
    'hf:o/n/x?y',
  ])('refuses %s', (text) => expect(() => parseHubFile(text)).toThrow(/does not name a file/));
});

describe('the catalogue', () => {
  it('has names of backbones, licences, and commits or hashes', () => {
    expect(CATALOGUE.map(({ name }) => name)).toContain(DEFAULT_BACKBONE);
    for (const { name, revision, sha256, licence, preprocessing, ...file } of CATALOGUE) {
      expect(name).toMatch(/^[a-z0-9][a-z0-9.-]+$/);
      expect(revision === 'main' || isCommit(revision)).toBe(true);
      expect(sha256 ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      expect(licence).toBe('Apache-2.0');
      expect(preprocessing).toMatchObject({ width: 224, height: 224 });
      expect(parseHubFile(`hf:${file.repository}/${file.path}@${revision}`)).toMatchObject({
        revision,
      });
    }
  });

  it('is asked before files', () => {
    expect(parseSource(DEFAULT_BACKBONE)).toMatchObject({ kind: 'catalogue' });
    expect(parseSource('./mobilenetv2')).toEqual({ kind: 'file', path: './mobilenetv2' });
  });

  it('is named where a file is not there', async () => {
    const adding = addBackbone('mobilenet', {}, { dir });
    await expect(adding).rejects.toThrow(
      /no file "mobilenet", and no backbone .*mobilenetv4-small, /,
    );
    await expect(adding).rejects.toMatchObject({ problem: 'unknown' });
  });
});
