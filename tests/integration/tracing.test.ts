import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { jpeg, png } from '../support/images';
import { seriesOf } from '../support/metrics-text';
import { modelFolder } from '../support/model-folder';
import { freePort } from '../support/redis-server';
import { buildServer, ServerProcess } from '../support/server-process';
import {
  startTraceCollector,
  type SentSpan,
  type TraceCollector,
} from '../support/trace-collector';

const CALLER = '0af7651916cd43dd8448eb211c80319c';
const SAMPLED = `00-${CALLER}-b7ad6b7169203331-01`;
const PASSED_OVER = '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
const PICTURE_NAME = 'secret-name.png';

const valueOf = ({ attributes }: SentSpan, name: string): unknown =>
  attributes.find(({ key }) => key === name)?.value;
const nanoseconds = (text: string): number => Number(BigInt(text) / 1000n) * 1000;

// Jest's modules cannot import in the way that the exporter does: these are processes of their own.
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  buildServer();
  folder = mkdtempSync(path.join(tmpdir(), 'tracing-'));
  environment = { MODEL_DIR: await modelFolder(path.join(folder, 'models')) };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the traces of a service', () => {
  let collector: TraceCollector;
  let service: ServerProcess;
  let metrics: string;
  let untraced: { readonly headers: Record<string, string> };

  beforeAll(async () => {
    collector = await startTraceCollector();
    service = new ServerProcess(folder, {
      ...environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-token=a%20b,x-other=c',
      OTEL_SERVICE_NAME: 'cameras',
    });
    const api = supertest(await service.ready());
    const predict = (name: string): ReturnType<typeof api.post> =>
      api.post('/api/predict').set('traceparent', name);
    await predict(SAMPLED)
      .attach('file', await png(), PICTURE_NAME)
      .expect(200);
    await predict(PASSED_OVER)
      .attach('file', await png(), PICTURE_NAME)
      .expect(200);
    await predict('nonsense').attach('file', Buffer.from('no picture'), PICTURE_NAME).expect(415);
    untraced = await api.get('/api/health').expect(200);
    const batch = api.post('/api/predict/batch');
    for (let i = 0; i < 5; i++) batch.attach('files', await jpeg(), `${i}.jpg`);
    await batch.expect(200);
    metrics = (await api.get('/metrics').expect(200)).text;
    service.kill('SIGTERM'); // sends what waits
    await service.exited;
  });
  afterAll(async () => {
    await service.destroy();
    await collector.stop();
  });

  const ofTrace = (id: string): SentSpan[] =>
    collector.spans.filter(({ traceId }) => traceId === id);
  const named = (spans: readonly SentSpan[], name: string): SentSpan =>
    spans.find((span) => span.name === name)!;

  it('go on with the trace of the caller, step by step', () => {
    const spans = ofTrace(CALLER);
    const request = named(spans, 'POST /api/predict');
    expect(request.parentSpanId).toBe('b7ad6b7169203331');
    expect(valueOf(request, 'http.request.method')).toEqual({ stringValue: 'POST' });
    expect(valueOf(request, 'http.route')).toEqual({ stringValue: '/api/predict' });
    expect(valueOf(request, 'http.response.status_code')).toEqual({ intValue: 200 });
    const steps = ['decode', 'queue', 'inference', 'store'].map((name) => named(spans, name));
    let beforeNs = nanoseconds(request.startTimeUnixNano);
    for (const step of steps) {
      expect(step.parentSpanId).toBe(request.spanId);
      const [beginNs, endNs] = [step.startTimeUnixNano, step.endTimeUnixNano].map(nanoseconds);
      // Steps follow one another; clocks that are read twice differ by microseconds.
      expect(beginNs).toBeGreaterThan(beforeNs - 1e6);
      beforeNs = endNs!;
    }
    expect(nanoseconds(request.endTimeUnixNano)).toBeGreaterThan(beforeNs - 1e6);
    expect(spans).toHaveLength(5);
  });

  it('leave out what the caller passes over, and what is asked all the time', () => {
    expect(ofTrace(PASSED_OVER.slice(3, 35))).toEqual([]);
    expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
    expect(untraced.headers).not.toHaveProperty('traceresponse');
  });

  it('begin anew where the caller names none that is valid', () => {
    const refused = collector.spans.find((span) => valueOf(span, 'error.type') !== undefined)!;
    expect(refused).not.toHaveProperty('parentSpanId', expect.anything());
    expect(valueOf(refused, 'error.type')).toEqual({ stringValue: 'UNSUPPORTED_IMAGE' });
    expect(valueOf(refused, 'http.response.status_code')).toEqual({ intValue: 415 });
  });

  it('have each picture of a batch decoded, and its inference by batches', () => {
    const batch = named(collector.spans, 'POST /api/predict/batch');
    const spans = ofTrace(batch.traceId);
    expect(spans.filter(({ name }) => name === 'decode')).toHaveLength(5);
    expect(named(spans, 'inference').links).toEqual([
      expect.objectContaining({ traceId: batch.traceId, spanId: batch.spanId }),
    ]);
    expect(valueOf(batch, 'predictions')).toEqual({ intValue: 5 });
  });

  it('are named in the log and in the buckets of the metrics', () => {
    expect(service.lines('request')[0]).toHaveProperty('trace_id', CALLER);
    expect(seriesOf(metrics).join('\n')).toContain(`# {trace_id="${CALLER}"}`);
    expect(metrics).not.toContain(PASSED_OVER.slice(3, 35));
  });

  it('say who sends them, and nothing of what is in pictures and their names', () => {
    expect(collector.headers[0]).toMatchObject({ 'x-token': 'a b', 'x-other': 'c' });
    expect(collector.resources[0]).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'cameras' },
    });
    expect(JSON.stringify(collector.spans)).not.toContain('secret-name');
  });
});

describe('a collector that is gone', () => {
  it('is warned of once, and keeps neither requests nor the end waiting', async () => {
    const service = new ServerProcess(folder, {
      ...environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    });
    try {
      const api = supertest(await service.ready());
      const predict = async (): Promise<number> => {
        const beginMs = performance.now();
        const answer = await api.post('/api/predict').attach('file', await png(), 'a.png');
        expect(answer.status).toBe(200);
        expect(answer.headers.traceresponse).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
        return performance.now() - beginMs;
      };
      await predict();
      const warning = 'traces cannot be exported; they are dropped';
      await service.logged(warning);
      expect(await predict()).toBeLessThan(1000); // the exporter would wait five seconds
      const beginMs = performance.now();
      service.kill('SIGTERM');
      expect(await service.exited).toEqual({ code: 0, signal: null });
      expect(performance.now() - beginMs).toBeLessThan(5000);
      expect(service.lines(warning)).toHaveLength(1);
    } finally {
      await service.destroy();
    }
  });
});
