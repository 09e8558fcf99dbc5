import { openStorage } from '../../src/store/open-storage';
import { keyDeskOf } from '../support/key-desk';
import { jpeg, png } from '../support/images';
import { seriesOf, sumOf } from '../support/metrics-text';
import { startApplication, type StartedApplication } from '../support/start-application';

describe('the metrics of a service', () => {
  let service: StartedApplication;

  const scrape = async (): Promise<string> =>
    (
      await service.api
        .get('/metrics')
        .expect(200)
        .expect('Content-Type', /^text\/plain/)
    ).text;
  const predict = (picture: Buffer): ReturnType<StartedApplication['api']['post']> =>
    service.api.post('/api/predict').attach('file', picture, 'picture');

  beforeAll(async () => {
    service = await startApplication({ AUTO_RETRAIN_SAMPLES: '0' });
  });
  afterAll(() => service.end());

  it('count requests, pictures, batches, classes and what is written', async () => {
    for (let i = 0; i < 3; i++) await predict(await png()).expect(200);
    await service.api
      .post('/api/predict/batch')
      .attach('files', await jpeg(), 'a')
      .attach('files', Buffer.from('no picture'), 'b')
      .expect(200);
    await predict(Buffer.from('no picture')).expect(415);
    const text = await scrape();
    expect(
      sumOf(text, 'http_requests_total{method="POST",route="/api/predict",status="200"}'),
    ).toBe(3);
    expect(
      sumOf(text, 'http_requests_total{method="POST",route="/api/predict",status="415"}'),
    ).toBe(1);
    expect(sumOf(text, 'http_errors_total{code="UNSUPPORTED_IMAGE"}')).toBe(1);
    expect(
      sumOf(text, 'http_request_duration_seconds_count{method="POST",route="/api/predict"}'),
    ).toBe(4);
    expect(sumOf(text, 'inference_images_total{')).toBe(4);
    expect(sumOf(text, 'inference_queue_duration_seconds_count')).toBe(4);
    expect(sumOf(text, 'inference_batch_size_sum')).toBe(4);
    expect(sumOf(text, 'pictures_decoded_total{format="png"}')).toBe(3);
    expect(sumOf(text, 'pictures_decoded_total{format="jpeg"}')).toBe(1);
    expect(sumOf(text, 'pictures_refused_total{reason="UNSUPPORTED_IMAGE"}')).toBe(2);
    expect(sumOf(text, 'prediction_class_total{')).toBe(4);
    expect(sumOf(text, 'prediction_confidence_count')).toBe(4);
    expect(sumOf(text, 'store_written_total{queue="history"}')).toBe(4);
    expect(sumOf(text, 'store_written_total{queue="prediction_images"}')).toBe(4);
  });

  it('tell what is so now', async () => {
    const text = await scrape();
    const { version, classifier } = service.active.current!;
    expect(seriesOf(text)).toContain(
      `model_info{version="${version.name}",precision="${classifier.precision}",engine="${classifier.engine}"} 1`,
    );
    expect(sumOf(text, 'service_ready')).toBe(1);
    expect(sumOf(text, 'inference_threads')).toBe(1);
    expect(sumOf(text, 'inference_queue_depth')).toBe(0);
    expect(sumOf(text, 'disk_free_bytes')).toBeGreaterThan(0);
    expect(sumOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('have no series for what clients make up', async () => {
    await service.api.get('/unknown').expect(404);
    await service.api.propfind('/unknown').expect(404);
    const before = seriesOf(await scrape()).length;
    for (let i = 0; i < 300; i++) {
      await service.api.get(`/unknown-${i}?i=${i}`).expect(404);
    }
    await service.api.mkcol('/unknown').expect(404);
    await service.api.get('/api/predictions/00000000-0000-7000-8000-000000000000').expect(404);
    const routes = 'http_requests_total{method="GET",route="/api/predictions/:id",status="404"} 1';
    const after = seriesOf(await scrape());
    expect(after).toContain(routes);
    // One counter and one histogram, for the route that had not been asked for before, and its error.
    expect(after.length - before).toBeLessThanOrEqual(1 + 17 + 1);
    expect(sumOf(after.join('\n'), 'http_requests_total{method="other"')).toBe(2);
  });

  it('are few, and quick to gather', async () => {
    const beginMs = performance.now();
    const text = await scrape();
    expect(performance.now() - beginMs).toBeLessThan(250); // a few milliseconds, on a machine at rest
    expect(seriesOf(text).length).toBeLessThan(350);
  });

  it('are not here while they are off', async () => {
    const quiet = await startApplication({ METRICS: 'off' }, { withModel: false });
    try {
      const { body } = (await quiet.api.get('/metrics').expect(404)) as { body: { code: string } };
      expect(body.code).toBe('NOT_FOUND');
    } finally {
      await quiet.end();
    }
  });
});

describe('a port of their own for the metrics', () => {
  it('serves them to everybody who reaches it, and the port of the service does not', async () => {
    const service = await startApplication(
      { PORT: '0', METRICS_PORT: '0', AUTH: 'on' },
      { withModel: false },
    );
    try {
      await service.listen();
      const line = service.log.lines.find(({ message }) => message.includes('port of their own'));
      const { host, port } = line!.fields as { host: string; port: number };
      expect(host).toBe('127.0.0.1');
      const url = `http://${host}:${port}`;
      const found = await fetch(`${url}/metrics`);
      expect(found.status).toBe(200);
      expect(await found.text()).toMatch(/^service_ready 0$/m);
      expect((await fetch(`${url}/api/health`)).status).toBe(404);
      expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
    } finally {
      await service.end();
    }
  });
});

describe('a key for a Prometheus', () => {
  it('reads the metrics and nothing else', async () => {
    const service = await startApplication({ AUTH: 'on' }, { withModel: false });
    const elsewhere = await openStorage(service.persistenceDir);
    try {
      const desk = keyDeskOf(elsewhere.keys, () => Date.now());
      const make = async (scope: 'metrics' | 'predict'): Promise<string> =>
        (await desk.create({ name: scope, role: 'labeler', createdBy: 'a test', scopes: [scope] }))
          .text;
      const scraper = await make('metrics');
      const other = await make('predict');
      const get = (path: string, key: string): ReturnType<StartedApplication['api']['get']> =>
        service.api.get(path).set('Authorization', `Bearer ${key}`);
      await get('/metrics', scraper).expect(200);
      await get('/api/predictions', scraper).expect(403);
      await get('/metrics', other).expect(403);
      await service.api.get('/metrics').expect(401);
    } finally {
      await elsewhere.close();
      await service.end();
    }
  });
});
