import { existsSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { predictionAnswerSchema } from '../../src/http/api/predictions/prediction-schema';
import { CIFAR10_INPUT } from '../../src/config/cifar10';
import { ownValue } from '../../src/config/named-values';
import { byTheExport } from '../support/exported';
import { decodeImage } from '../support/decode-for-cifar';
import { png } from '../support/images';
import { PHOTO_CLASSES, writePhotoVersion } from '../support/photo-version';
import { startApplication, type StartedApplication } from '../support/start-application';
import { TINY_CLASSES, writeTinyVersion } from '../support/tiny-version';
import { asBytes, unzipped } from '../support/zip-answer';

/** Exports of versions over HTTP of the real application. */

let folder: string;
let models: string;
let exportsFolder: string;
let application: StartedApplication;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'model-export-'));
  models = path.join(folder, 'models');
  exportsFolder = path.join(folder, 'persistence', 'exports');
  await writeTinyVersion(models);
  await writePhotoVersion(models);
  application = await startApplication(
    { MODEL_DIR: models, PERSISTENCE_DIR: path.join(folder, 'persistence') },
    { active: 'tiny' },
  );
});
afterEach(async () => {
  await application.end();
  rmSync(folder, { recursive: true });
});

describe('GET /api/models/:version/export', () => {
  it('sends a zip whose graph answers as the service does', async () => {
    const answer = await get('/api/models/tiny/export')
      .expect(200)
      .expect('Content-Type', 'application/zip')
      .expect('Content-Disposition', 'attachment; filename="tiny-export.zip"');
    expect(answer.get('Content-Length')).toBe(String((answer.body as Buffer).length));
    const files = await unzipped(answer.body as Buffer);
    const graph = path.join(folder, 'graph.onnx');
    writeFileSync(graph, files.get('tiny-export/classifier.onnx')!);

    const picture = await png({ seed: 5 });
    const { body } = await application.api.post('/api/predict').attach('file', picture, 'a.png');
    const expected = predictionAnswerSchema.parse(body).all_probabilities;
    const { pixels } = await decodeImage(picture, { maxPixels: 1e6, formats: ['png'] });
    const [actual] = await byTheExport(graph, [pixels], CIFAR10_INPUT);
    for (const [c, name] of TINY_CLASSES.entries()) {
      expect(Math.abs(actual![c]! - ownValue(expected, name)!)).toBeLessThan(1e-4);
    }
  });

  it('sends versions on networks from elsewhere, whatever their classes are called', async () => {
    const { body } = await get('/api/models/photo/export').expect(200);
    const files = await unzipped(body as Buffer);
    expect(JSON.parse(files.get('photo-export/labels.json')!.toString())).toEqual(PHOTO_CLASSES);
    expect(files.has('photo-export/model.json')).toBe(false);
  });

  it('keeps what it has written for the next one who asks', async () => {
    const first = await get('/api/models/tiny/export').expect(200);
    const kept = readdirSync(exportsFolder);
    expect(kept).toHaveLength(1);
    const mark = path.join(exportsFolder, kept[0]!, 'labels.json');
    writeFileSync(mark, '["kept"]');
    const second = await get('/api/models/tiny/export').expect(200);
    const files = await unzipped(second.body as Buffer);
    expect(files.get('tiny-export/labels.json')!.toString()).toBe('["kept"]');
    expect((first.body as Buffer).length).not.toBe((second.body as Buffer).length);
  });

  it('writes an export once for all who ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => get('/api/models/tiny/export').expect(200)),
    );
    expect(new Set(answers.map(({ body }) => (body as Buffer).toString('base64'))).size).toBe(1);
    expect(readdirSync(exportsFolder)).toHaveLength(1);
  });

  it('refuses a version that is not there, and one that is broken', async () => {
    await refused('/api/models/gone/export', 404, 'MODEL_NOT_FOUND');
    unlinkSync(path.join(models, 'photo', 'head.bin'));
    await refused('/api/models/photo/export', 409, 'MODEL_BROKEN');
    expect(existsSync(exportsFolder)).toBe(false);
  });
});

describe('GET /api/models/:version/export/:file', () => {
  it('sends one file, and not again to those who have it', async () => {
    const answer = await application.api.get('/api/models/photo/export/labels.json').expect(200);
    expect(answer.body).toEqual(PHOTO_CLASSES);
    await application.api
      .get('/api/models/photo/export/labels.json')
      .set('If-None-Match', answer.get('ETag')!)
      .expect(304);
    await application.api
      .head('/api/models/photo/export/classifier.onnx')
      .expect(200)
      .expect('Content-Type', 'application/octet-stream');
  });

  it.each(['model.json', 'secret.txt', '..%2Fcard.json', 'classifier.int8.onnx'])(
    'has no %s',
    async (file) => refused(`/api/models/photo/export/${file}`, 404, 'NOT_FOUND'),
  );
});

async function refused(url: string, status: number, code: string): Promise<void> {
  const { body } = await application.api.get(url).expect(status);
  expect(errorAnswerSchema.parse(body).code).toBe(code);
}

function get(url: string): ReturnType<typeof asBytes> {
  return asBytes(application.api.get(url));
}
