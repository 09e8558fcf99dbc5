import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Response } from 'supertest';
import type { z } from 'zod';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { recordAddition } from '../../src/jobs/addition-record';
import {
  addBackboneAnswerSchema,
  addingAnswerSchema,
  backbonesAnswerSchema,
  removedBackboneAnswerSchema,
  type AddingAnswer,
  type BackbonesAnswer,
} from '../../src/http/api/backbones/backbones-schema';
import { writePhotoVersion } from '../support/photo-version';
import { goneProcessTag } from '../support/gone-process';
import { startApplication, type StartedApplication } from '../support/start-application';
import { COMMIT, serveHub, type HubServer } from '../unit/backbones/hub-server';
import { convolutional } from '../unit/backbones/networks';

/** Networks added, listed and removed over HTTP, by the real application. */

const FILE = 'owner/name/resolve/main/model.onnx';
const SOURCE = 'hf:owner/name/model.onnx';
const SETTINGS = { mean: '0.5,0.5,0.5', std: '0.25,0.25,0.25' };
const network = convolutional();
/** Wherever a copy of it lies: beside the repository. */
const TEACHABLE_MACHINE = path.join(
  __dirname,
  '../../../shared/data/backbones/teachable-machine-image-model.zip',
);

let hub: HubServer;
let folder: string;
let application: StartedApplication;
beforeAll(async () => {
  hub = await serveHub({ [FILE]: network, 'owner/odd/resolve/main/odd.onnx': Buffer.from('odd') });
  folder = mkdtempSync(path.join(tmpdir(), 'backbones-'));
  application = await startApplication({ HF_ENDPOINT: hub.endpoint });
});
afterAll(async () => {
  await application.end();
  await hub.close();
  rmSync(folder, { recursive: true });
});

const addingUrl = '/api/backbones/adding';

async function adding(): Promise<AddingAnswer> {
  return addingAnswerSchema.parse((await application.api.get(addingUrl).expect(200)).body);
}

async function over(): Promise<AddingAnswer> {
  for (;;) {
    const answer = await adding();
    if (answer.state !== 'adding') return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function listed(): Promise<BackbonesAnswer> {
  const { body } = await application.api.get('/api/backbones').expect(200);
  return backbonesAnswerSchema.parse(body);
}

function post(body: object): Promise<Response> {
  return application.api.post('/api/backbones').send({ ...SETTINGS, ...body });
}

function upload(
  content: Buffer,
  fileName: string,
  fields: Readonly<Record<string, string>> = SETTINGS,
): Promise<Response> {
  let request = application.api.post('/api/backbones');
  for (const [name, value] of Object.entries(fields)) request = request.field(name, value);
  return request.attach('file', content, fileName);
}

function refusal({ status, body }: Response): [number, z.infer<typeof errorAnswerSchema>['code']] {
  return [status, errorAnswerSchema.parse(body).code];
}

async function removed(name: string): Promise<void> {
  const { body } = await application.api.delete(`/api/backbones/${name}`).expect(200);
  expect(removedBackboneAnswerSchema.parse(body).name).toBe(name);
}

describe('POST /api/backbones', () => {
  it('takes a file, and says what became of it', async () => {
    const answer = await upload(network, 'My Network.onnx', { ...SETTINGS, licence: 'MIT' });
    expect(answer.status).toBe(202);
    expect(answer.get('Location')).toBe(addingUrl);
    expect(addBackboneAnswerSchema.parse(answer.body).check_status_url).toBe(addingUrl);
    expect(await over()).toMatchObject({
      state: 'added',
      source: 'My Network.onnx',
      backbone: 'my-network',
      version: null,
      error: null,
    });
    const { backbones, catalogue, downloads } = await listed();
    expect(downloads).toBe(true);
    expect(catalogue.map(({ name }) => name)).toContain('mobilenetv4-small');
    expect(backbones).toMatchObject([
      {
        name: 'my-network',
        licence: 'MIT',
        description: 'The network in My Network.onnx.',
        source: { kind: 'file', location: 'My Network.onnx', trusted: 'first-use' },
        input: { width: 8, height: 8 },
        features: 5,
        versions: [],
      },
    ]);
    await removed('my-network');
    expect((await listed()).backbones).toEqual([]);
    const again = await application.api.delete('/api/backbones/my-network');
    expect(refusal(again)).toEqual([404, 'BACKBONE_NOT_FOUND']);
  }, 60_000);

  it('downloads what is named', async () => {
    expect((await post({ source: SOURCE, name: 'from-hub' })).status).toBe(202);
    expect(await over()).toMatchObject({ state: 'added', source: SOURCE, backbone: 'from-hub' });
    const [found] = (await listed()).backbones;
    expect(found?.source).toMatchObject({ kind: 'hugging-face', commit: COMMIT });
    expect(refusal(await post({ source: SOURCE, name: 'from-hub' }))).toEqual([
      409,
      'BACKBONE_EXISTS',
    ]);
    await removed('from-hub');
  }, 60_000);

  it('adds one at a time, and stops when it is told to', async () => {
    expect((await upload(network, 'first.onnx')).status).toBe(202);
    const second = await upload(network, 'second.onnx');
    expect(refusal(second)).toEqual([409, 'BACKBONE_ADDING']);
    expect(refusal(await post({ source: SOURCE }))).toEqual([409, 'BACKBONE_ADDING']);
    await application.api.delete(addingUrl).expect(200);
    expect(await over()).toMatchObject({ state: 'cancelled', source: 'first.onnx' });
    expect(refusal(await application.api.delete(addingUrl))).toEqual([409, 'NO_BACKBONE_ADDING']);
    expect((await listed()).backbones).toEqual([]);
  }, 60_000);

  it.each([
    ['no network', Buffer.from('no network at all'), /not an ONNX model/],
    ['half a network', network.subarray(0, network.length / 2), /ONNX/],
    ['a zip of nothing', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), /./],
  ])(
    'says in one line why a file with %s cannot be added',
    async (_, content, line) => {
      expect((await upload(content, 'odd.onnx')).status).toBe(202);
      const outcome = await over();
      expect(outcome).toMatchObject({
        state: 'failed',
        source: 'odd.onnx',
        code: 'BACKBONE_REFUSED',
      });
      expect(outcome.error).toMatch(line);
      expect(outcome.error).not.toMatch(/\n|\/tmp/);
    },
    60_000,
  );

  it('says when the host cannot be reached, and that a file is the way', async () => {
    expect((await post({ source: 'hf:owner/name/missing.onnx' })).status).toBe(202);
    const outcome = await over();
    expect(outcome).toMatchObject({ state: 'failed', code: 'BACKBONE_UNREACHABLE' });
    expect(outcome.error).toMatch(/answered 404/);
  }, 60_000);

  it.each([
    ['a path', { source: '/etc/passwd' }, 404, 'BACKBONE_NOT_FOUND'],
    ['a path that is there', { source: __filename }, 404, 'BACKBONE_NOT_FOUND'],
    ['an address of a file', { source: `file://${__filename}` }, 404, 'BACKBONE_NOT_FOUND'],
    ['an address elsewhere', { source: 'http://169.254.169.254/' }, 404, 'BACKBONE_NOT_FOUND'],
    ['no source', {}, 400, 'INVALID_BODY'],
    ['an unknown field', { source: SOURCE, path: '/x' }, 400, 'INVALID_BODY'],
    ['a fit that there is not', { source: SOURCE, fit: 'crooked' }, 400, 'INVALID_BODY'],
    ['half an address', { source: 'hf:owner' }, 422, 'BACKBONE_REFUSED'],
    ['a name with a path', { source: SOURCE, name: '../x' }, 422, 'BACKBONE_REFUSED'],
  ])('refuses %s at once', async (_, body, status, code) => {
    expect(refusal(await post(body))).toEqual([status, code]);
  });

  it('refuses forms that are not as they have to be, and keeps nothing of them', async () => {
    expect(refusal(await upload(network, 'x.onnx', { source: '/etc/passwd' }))).toEqual([
      400,
      'UNEXPECTED_FIELD',
    ]);
    expect(refusal(await upload(network, 'x.onnx', { mean: '1,2' }))).toEqual([
      400,
      'INVALID_BODY',
    ]);
    expect(refusal(await upload(Buffer.alloc(0), 'x.onnx'))).toEqual([400, 'EMPTY_FILE']);
    const none = await application.api.post('/api/backbones').field('name', 'x');
    expect(refusal(none)).toEqual([400, 'MISSING_FILE']);
    expect((await adding()).state).not.toBe('adding');
  });

  it('answers other methods and unknown names', async () => {
    await application.api.put('/api/backbones').expect(405);
    await application.api.post(addingUrl).expect(405);
    await application.api.get('/api/backbones/any').expect(405);
    await application.api.delete('/api/backbones/..%2f..%2fmodels').expect(404);
  });

  it('refuses pages of other sites', async () => {
    for (const url of ['/api/backbones', '/models/backbones', '/models/backbones/cancel']) {
      await application.api.post(url).set('Sec-Fetch-Site', 'cross-site').expect(403);
    }
  });

  const atHand = existsSync(TEACHABLE_MACHINE) ? it : it.skip;
  atHand(
    'makes a version of a Teachable Machine export',
    async () => {
      expect((await upload(readFileSync(TEACHABLE_MACHINE), 'mine.zip', {})).status).toBe(202);
      const outcome = await over();
      expect(outcome).toMatchObject({ state: 'added', backbone: 'mine', version: 'mine' });
      const { backbones } = await listed();
      expect(backbones).toMatchObject([{ name: 'mine', versions: ['mine'] }]);
      const { text } = await application.api.get('/models').expect(200);
      expect(text).toContain('See the version mine');
      await application.api.get('/api/models/mine').expect(200);
      const { body } = await application.api.delete('/api/backbones/mine').expect(200);
      expect(body).toMatchObject({ versions: ['mine'] });
      await application.api.get('/api/models/mine').expect(200);
    },
    60_000,
  );
});

describe('a backbone whose card cannot be read', () => {
  it('is listed and removed with the versions that were made on it', async () => {
    const models = path.join(folder, 'broken');
    await writePhotoVersion(models);
    const backbone = path.join(models, 'backbones', 'six-filters');
    mkdirSync(backbone, { recursive: true });
    writeFileSync(path.join(backbone, 'backbone.json'), '{');
    const service = await startApplication({ MODEL_DIR: models }, { withModel: false });
    try {
      const { body } = await service.api.get('/api/backbones').expect(200);
      const { broken } = backbonesAnswerSchema.parse(body);
      expect(broken).toEqual([{ name: 'six-filters', versions: ['photo'] }]);
      const { text } = await service.api.get('/models').expect(200);
      expect(text).toContain('Versions on it:');
      const removal = await service.api.delete('/api/backbones/six-filters').expect(200);
      expect(removedBackboneAnswerSchema.parse(removal.body)).toMatchObject({
        message: expect.stringContaining('go on working'),
        versions: ['photo'],
      });
    } finally {
      await service.end();
    }
  });
});

describe('a service that downloads nothing', () => {
  it('says so, and takes small files', async () => {
    const closed = await startApplication({
      BACKBONE_DOWNLOADS: 'false',
      HF_ENDPOINT: hub.endpoint,
      MAX_BACKBONE_CONTENT_LENGTH: '100',
    });
    try {
      const { api } = closed;
      const before = hub.asked.length;
      for (const source of ['mobilenetv2', SOURCE]) {
        const answer = await api.post('/api/backbones').send({ source });
        expect(refusal(answer)).toEqual([403, 'BACKBONE_DOWNLOADS_OFF']);
        expect((answer.body as { error: string }).error).toContain('add a file instead');
      }
      expect(hub.asked).toHaveLength(before);
      const large = await api.post('/api/backbones').attach('file', network, 'x.onnx');
      expect(refusal(large)).toEqual([413, 'FILE_TOO_LARGE']);
      const { text } = await api.get('/models').expect(200);
      expect(text).toContain('Downloads are switched off here');
      expect(text).not.toContain('Add mobilenetv2');
    } finally {
      await closed.end();
    }
  });
});

describe('a service that was killed while a network was added', () => {
  it('says so after its start, and has nothing left of it', async () => {
    const models = path.join(folder, 'killed');
    const left = path.join(models, 'backbones', `.receiving~${goneProcessTag()}~x`);
    mkdirSync(left, { recursive: true });
    const startedAt = new Date('2026-01-01T00:00:00Z');
    await recordAddition(left, { what: 'mine.onnx', startedAt, name: 'mine' });
    const service = await startApplication({ MODEL_DIR: models }, { withModel: false });
    try {
      let answer: AddingAnswer;
      do {
        const { body } = await service.api.get(addingUrl).expect(200);
        answer = addingAnswerSchema.parse(body);
      } while (answer.state === 'idle');
      expect(answer).toMatchObject({
        state: 'failed',
        source: 'mine.onnx',
        code: 'BACKBONE_INTERRUPTED',
        started_at: startedAt.toISOString(),
      });
      expect(readdirSync(path.join(models, 'backbones'))).toEqual([]);
      const { text } = await service.api.get('/models').expect(200);
      expect(text).toContain('mine.onnx could not be added. The service ended while');
    } finally {
      await service.end();
    }
  });
});

describe('a service that stops', () => {
  it('breaks off what is being added, and leaves nothing of it', async () => {
    const modelDir = path.join(folder, 'models');
    const stopping = await startApplication({ MODEL_DIR: modelDir }, { withModel: false });
    const request = stopping.api.post('/api/backbones').attach('file', network, 'x.onnx');
    expect((await request).status).toBe(202);
    await stopping.end();
    expect(readdirSync(path.join(modelDir, 'backbones'))).toEqual([]);
  });
});
