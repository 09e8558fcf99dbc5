import type { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../src/http/kit/errors/error-codes';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  healthAnswerSchema,
  livenessAnswerSchema,
  readinessAnswerSchema,
} from '../../src/http/api/operation/health-schema';
import {
  historyAnswerSchema,
  historyEntrySchema,
} from '../../src/http/api/predictions/history-schema';
import {
  modelInfoAnswerSchema,
  modelUptimeAnswerSchema,
  type ModelInfoAnswer,
} from '../../src/http/api/models/model-schema';
import {
  batchAnswerSchema,
  predictionAnswerSchema,
  type PredictionAnswer,
} from '../../src/http/api/predictions/prediction-schema';
import { statisticsAnswerSchema } from '../../src/http/api/operation/statistics-schema';
import { colourPng } from '../support/colour-png';
import { startApplication, type StartedApplication } from '../support/start-application';

/** The REST contract, asked over HTTP of the real application with its real model. */

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const red = colourPng([220, 20, 20]);
const blue = colourPng([20, 20, 220], 64);

let application: StartedApplication;
beforeAll(async () => (application = await startApplication()));
afterAll(() => application.end());

async function get<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const answer = await application.api
    .get(path)
    .expect(200)
    .expect('Content-Type', /^application\/json/);
  expect(answer.get('X-Request-Id')).toMatch(UUID_V7);
  expect(answer.get('Cache-Control')).toBe('no-store');
  return schema.parse(answer.body);
}

const modelInfo = (): Promise<ModelInfoAnswer> => get('/api/model/info', modelInfoAnswerSchema);

async function predict(): Promise<PredictionAnswer> {
  const answer = await application.api.post('/api/predict').attach('file', red, 'red.png');
  return predictionAnswerSchema.parse(answer.body);
}

describe('GET /api/statistics', () => {
  it('has numbers, all zero, while there is no history', async () => {
    const { class_names } = await modelInfo();
    expect(await get('/api/statistics', statisticsAnswerSchema)).toEqual({
      total_predictions: 0,
      average_confidence: 0,
      min_confidence: 0,
      max_confidence: 0,
      average_prediction_time_ms: 0,
      predictions_per_class: Object.fromEntries(class_names.map((name) => [name, 0])),
    });
  });

  it('counts a prediction as soon as it is answered', async () => {
    const prediction = await predict();
    const statistics = await get('/api/statistics', statisticsAnswerSchema);
    expect(statistics).toMatchObject({
      total_predictions: 1,
      predictions_per_class: { [prediction.predicted_class]: 1 },
    });
    expect(statistics.average_confidence).toBeCloseTo(prediction.confidence, 6);
    expect(statistics.min_confidence).toBeCloseTo(prediction.confidence, 6);
    expect(statistics.max_confidence).toBeCloseTo(prediction.confidence, 6);
    expect(statistics.average_prediction_time_ms).toBeCloseTo(prediction.prediction_time_ms, 3);
  });
});

describe('GET /api/health', () => {
  it('is healthy and names what serves', async () => {
    const health = await get('/api/health', healthAnswerSchema);
    expect(health).toMatchObject({ status: 'healthy', model_loaded: true });
    expect(health.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(health.model_version).toBe((await modelInfo()).version);
    expect(health.engine).toMatch(/^onnxruntime-node/);
  });

  it('has a liveness and a readiness of their own', async () => {
    expect(await get('/api/health/live', livenessAnswerSchema)).toEqual({ live: true });
    expect(await get('/api/health/ready', readinessAnswerSchema)).toMatchObject({ ready: true });
  });
});

describe('GET /api/model/info', () => {
  it('describes the version in service', async () => {
    const info = await modelInfo();
    expect(info.input_shape).toEqual([32, 32, 3]);
    expect(info.class_names).toHaveLength(info.num_classes);
    expect(info.model_summary.layers.length).toBeGreaterThan(0);
    expect(info.training_metadata).toHaveProperty('epochs');
  });
});

describe('GET /api/model/uptime', () => {
  it('says since when, and for how long in three units', async () => {
    const uptime = await get('/api/model/uptime', modelUptimeAnswerSchema);
    const elapsedMs = Date.parse(uptime.current_time) - Date.parse(uptime.start_time);
    expect(uptime.uptime_seconds).toBeCloseTo(elapsedMs / 1000, 6);
    expect(uptime.uptime_minutes).toBeCloseTo(uptime.uptime_seconds / 60, 9);
    expect(uptime.uptime_hours).toBeCloseTo(uptime.uptime_seconds / 3600, 9);
    expect(uptime.is_retraining).toBe(false);
  });
});

describe('POST /api/predict', () => {
  it('classifies a file of a form', async () => {
    const info = await modelInfo();
    const answer = await application.api
      .post('/api/predict')
      .attach('file', red, 'Größe 猫.png')
      .expect(200);
    const prediction = predictionAnswerSchema.parse(answer.body);
    expect(prediction.id).toMatch(UUID_V7);
    expect(prediction.file_name).toBe('Größe 猫.png');
    expect(prediction.model_version).toBe(info.version);
    expect(Object.keys(prediction.all_probabilities)).toEqual(info.class_names);
    expect(prediction.predicted_class).toBe(info.class_names[prediction.predicted_class_index]);
    expect(prediction.confidence).toBe(prediction.all_probabilities[prediction.predicted_class]);
  });

  it('gives probabilities that add up to one, and the likeliest classes first', async () => {
    const { all_probabilities, top_k, predicted_class, confidence } = await predict();
    const values = Object.values(all_probabilities);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    expect(top_k[0]).toEqual({ class: predicted_class, probability: confidence });
    expect(top_k.map(({ probability }) => probability)).toEqual(
      [...values].sort((a, b) => b - a).slice(0, top_k.length),
    );
  });

  it('classifies raw bytes the same', async () => {
    const answer = await application.api
      .post('/api/predict')
      .set('Content-Type', 'image/png')
      .send(red)
      .expect(200);
    const { file_name, all_probabilities } = predictionAnswerSchema.parse(answer.body);
    expect(file_name).toBe('image.png');
    expect(all_probabilities).toEqual((await predict()).all_probabilities);
  });
});

describe('POST /api/predict/batch', () => {
  it('classifies many, and a bad image fails only itself', async () => {
    const answer = await application.api
      .post('/api/predict/batch')
      .attach('files', red, 'same-name.png')
      .attach('files', Buffer.from('this is text'), 'notes.txt')
      .attach('files', blue, 'same-name.png')
      .attach('files', Buffer.alloc(0), 'nothing.png')
      .expect(200);
    const batch = batchAnswerSchema.parse(answer.body);
    expect(batch).toMatchObject({ total_processed: 2, total_errors: 2 });
    expect(batch.predictions.map(({ index, file_name }) => [index, file_name])).toEqual([
      [0, 'same-name.png'],
      [2, 'same-name.png'],
    ]);
    expect(batch.errors.map(({ index, filename, code }) => [index, filename, code])).toEqual([
      [1, 'notes.txt', 'UNSUPPORTED_IMAGE'],
      [3, 'nothing.png', 'EMPTY_FILE'],
    ]);
    expect(batch.predictions[0]?.all_probabilities).toEqual((await predict()).all_probabilities);
  });

  it('classifies more images than fit one batch of the engine', async () => {
    const request = application.api.post('/api/predict/batch');
    for (let i = 0; i < 40; i += 1) void request.attach('files', red, `${String(i)}.png`);
    const batch = batchAnswerSchema.parse((await request.expect(200)).body);
    expect(batch.predictions.map(({ index }) => index)).toEqual(
      Array.from({ length: 40 }, (_, i) => i),
    );
  });

  it('answers even when every image is bad', async () => {
    const answer = await application.api
      .post('/api/predict/batch')
      .attach('files', Buffer.from('text'), 'a.txt')
      .expect(200);
    expect(batchAnswerSchema.parse(answer.body)).toMatchObject({
      total_processed: 0,
      total_errors: 1,
      predictions: [],
    });
  });
});

describe('GET /api/predictions', () => {
  it('has a prediction as soon as it is answered, exactly as it was answered', async () => {
    const prediction = await predict();
    const page = await get('/api/predictions?limit=1', historyAnswerSchema);
    const entry = { ...prediction, feedback: null, image_kept: true };
    expect(page.predictions).toEqual([entry]);
    expect(await get(`/api/predictions/${prediction.id}`, historyEntrySchema)).toEqual(entry);
  });
});

describe('errors', () => {
  const ask = (): StartedApplication['api'] => application.api;
  const cases: [string, ErrorCode, () => ReturnType<ReturnType<typeof ask>['get']>][] = [
    ['an address where nothing is', 'NOT_FOUND', () => ask().get('/api/nothing')],
    ['a page where nothing is', 'NOT_FOUND', () => ask().get('/nothing.html')],
    ['a path that is no path', 'MALFORMED_URL', () => ask().get('/api/predictions/%E0%A4%A')],
    ['a path out of the assets', 'NOT_FOUND', () => ask().get('/..%2fpackage.json')],
    ['a method that a route has not', 'METHOD_NOT_ALLOWED', () => ask().delete('/api/predict')],
    ['an unknown prediction', 'PREDICTION_NOT_FOUND', () => ask().get('/api/predictions/unknown')],
    ['a limit of 0', 'INVALID_QUERY', () => ask().get('/api/predictions?limit=0')],
    ['a limit over 100', 'INVALID_QUERY', () => ask().get('/api/predictions?limit=101')],
    ['two limits', 'INVALID_QUERY', () => ask().get('/api/predictions?limit=1&limit=2')],
    ['an unknown filter', 'INVALID_QUERY', () => ask().get('/api/predictions?clas=Cat')],
    ['a time that is none', 'INVALID_QUERY', () => ask().get('/api/predictions?from=yesterday')],
    [
      'times in the wrong order',
      'INVALID_QUERY',
      () => ask().get('/api/predictions?from=2026-02-01&to=2026-01-01'),
    ],
    [
      'a cursor of its own making',
      'INVALID_CURSOR',
      () => ask().get('/api/predictions?cursor=abc'),
    ],
    ['no body', 'MISSING_FILE', () => ask().post('/api/predict')],
    ['no body in a batch', 'MISSING_FILE', () => ask().post('/api/predict/batch')],
    ['JSON', 'UNSUPPORTED_MEDIA_TYPE', () => ask().post('/api/predict').send({ image: 'abc' })],
    [
      'raw bytes in a batch',
      'UNSUPPORTED_MEDIA_TYPE',
      () => ask().post('/api/predict/batch').type('image/png').send(red),
    ],
    [
      'an empty file',
      'EMPTY_FILE',
      () => ask().post('/api/predict').attach('file', Buffer.alloc(0), 'a.png'),
    ],
    [
      'an empty body',
      'EMPTY_FILE',
      () => ask().post('/api/predict').set('Content-Type', 'image/png').set('Content-Length', '0'),
    ],
    [
      'a text file',
      'UNSUPPORTED_IMAGE',
      () => ask().post('/api/predict').attach('file', Buffer.from('text'), 'a.png'),
    ],
    [
      'half an image',
      'CORRUPT_IMAGE',
      () =>
        ask()
          .post('/api/predict')
          .attach('file', blue.subarray(0, blue.length / 2), 'a.png'),
    ],
  ];

  it.each(cases)('%s is %s', async (_what, code, send) => {
    const answer = await send();
    expect(answer.status).toBe(ERRORS[code].status);
    expect(answer.get('Content-Type')).toMatch(/^application\/json/);
    const body = errorAnswerSchema.parse(answer.body);
    expect(body.code).toBe(code);
    expect(body.request_id).toBe(answer.get('X-Request-Id'));
    expect(answer.text).not.toMatch(/node_modules|\/src\/|\/dist\/|\\n\s+at /);
  });

  it('names the allowed methods in a 405, and to OPTIONS', async () => {
    const refused = await ask().put('/api/health').expect(405);
    expect(refused.get('Allow')).toBe('GET, HEAD, OPTIONS');
    const predictRefused = await ask().get('/api/predict').expect(405);
    expect(predictRefused.get('Allow')).toBe('POST, OPTIONS');
  });

  it('answers HEAD like GET, without a body', async () => {
    const answer = await ask().head('/api/health').expect(200);
    expect(answer.text).toBeUndefined();
  });

  it('has refused all of these without one error line in the log', () => {
    expect(application.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('image limits', () => {
  let limited: StartedApplication;
  beforeAll(async () => {
    limited = await startApplication({
      MAX_IMAGE_PIXELS: '1024',
      MAX_CONTENT_LENGTH: '2000',
      ALLOWED_EXTENSIONS: 'jpg,png',
    });
  });
  afterAll(() => limited.end());

  it.each<[string, ErrorCode, Buffer]>([
    ['too many pixels', 'IMAGE_TOO_LARGE', colourPng([1, 2, 3], 33)],
    ['too many bytes', 'FILE_TOO_LARGE', Buffer.alloc(2001)],
    [
      'a format that is not allowed',
      'FORMAT_NOT_ALLOWED',
      Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    ],
  ])('%s: %s, alone and in a batch', async (_what, code, bytes) => {
    const single = await limited.api.post('/api/predict').attach('file', bytes, 'a.png');
    expect(single.status).toBe(ERRORS[code].status);
    expect(errorAnswerSchema.parse(single.body).code).toBe(code);
    const batch = await limited.api.post('/api/predict/batch').attach('files', bytes, 'a.png');
    expect(batchAnswerSchema.parse(batch.body).errors.map((error) => error.code)).toEqual([code]);
  });
});
