import { combined } from '../../../src/telemetry/telemetry';
import { Metrics } from '../../../src/telemetry/prometheus/metrics';
import { seriesOf, sumOf } from '../../support/metrics-text';

const noTrouble = (error: unknown): never => {
  throw error;
};
const now = (): Date => new Date('2026-01-01T00:00:00Z');
const open = (): Metrics => new Metrics({ hasExemplars: false, now, onError: noTrouble });

describe('Metrics', () => {
  it('keeps series of the last eight versions only', async () => {
    const metrics = open();
    const telemetry = combined([metrics.subscriber]);
    for (let i = 1; i <= 10; i++) {
      const version = `v${i}`;
      telemetry.pictureClassified({
        version,
        className: 'cat',
        classIndex: 0,
        confidence: 0.9,
        isUncertain: true,
      });
      telemetry.batchClassified({
        version,
        precision: 'fp32',
        images: [{ queueMs: 1, trace: undefined }],
        computeMs: 2,
        hasFailed: i === 10,
      });
    }
    const text = await metrics.text();
    const versions = new Set([...text.matchAll(/version="(v\d+)"/g)].map(([, version]) => version));
    expect([...versions].sort()).toEqual(['v10', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8', 'v9']);
    expect(sumOf(text, 'inference_images_total')).toBe(7);
    expect(sumOf(text, 'inference_failed_images_total')).toBe(1);
  });

  it('lets classes beyond the hundredth share one series', async () => {
    const metrics = open();
    const telemetry = combined([metrics.subscriber]);
    for (let i = 0; i < 300; i++) {
      telemetry.pictureClassified({
        version: 'v1',
        className: `class ${i}`,
        classIndex: i,
        confidence: 0.9,
        isUncertain: false,
      });
    }
    const text = await metrics.text();
    const classes = seriesOf(text).filter((line) => line.startsWith('prediction_class_total'));
    expect(classes).toHaveLength(101);
    expect(classes).toContain('prediction_class_total{version="v1",class="other"} 200');
  });

  it('spells labels of any text so that they stay one label', async () => {
    const metrics = open();
    metrics.addGauge({
      name: 'pictures',
      help: 'Pictures.',
      labelNames: ['class'],
      read: () => [{ labels: { class: 'a"} 1\nb\\' }, value: 2 }],
    });
    expect(seriesOf(await metrics.text())).toContain('pictures{class="a\\"} 1\\nb\\\\"} 2');
  });

  it('leaves a gauge out that has no value or cannot be read', async () => {
    const failed: string[] = [];
    const metrics = new Metrics({
      hasExemplars: false,
      now,
      onError: (_error, gauge) => failed.push(gauge),
    });
    metrics.addGauge({ name: 'unknown_bytes', help: 'Unknown.', read: () => [] });
    metrics.addGauge({
      name: 'broken_bytes',
      help: 'Broken.',
      read: () => Promise.reject(new Error('the database is locked')),
    });
    metrics.addGauge({ name: 'known_bytes', help: 'Known.', read: () => [{ value: 3 }] });
    const series = seriesOf(await metrics.text());
    expect(series.filter((line) => /^(unknown|broken|known)_bytes/.test(line))).toEqual([
      'known_bytes 3',
    ]);
    expect(failed).toEqual(['broken_bytes']);
  });

  it('tells how jobs go', async () => {
    const metrics = open();
    const telemetry = combined([metrics.subscriber]);
    const job = { id: 'j', mode: 'full' };
    telemetry.jobBegan(job);
    telemetry.epochTrained({ ...job, epoch: 2, loss: 1.5, accuracy: 0.75 });
    expect(sumOf(await metrics.text(), 'training_job_running{mode="full"}')).toBe(1);
    telemetry.jobEnded({ ...job, state: 'succeeded', durationMs: 2000, version: 'v2' });
    const text = await metrics.text();
    expect(sumOf(text, 'training_job_running{mode="full"}')).toBe(0);
    expect(sumOf(text, 'training_jobs_total{mode="full",state="succeeded"}')).toBe(1);
    expect(sumOf(text, 'training_job_duration_seconds_total{mode="full"}')).toBe(2);
    expect(sumOf(text, 'training_job_validation_accuracy_ratio')).toBe(0.75);
    expect(sumOf(text, 'training_job_last_end_timestamp_seconds{state="succeeded"}')).toBe(
      now().getTime() / 1000,
    );
  });

  it('names the trace of a request in its bucket where requests are traced', async () => {
    const metrics = new Metrics({ hasExemplars: true, now, onError: noTrouble });
    const id = '0af7651916cd43dd8448eb211c80319c';
    combined([metrics.subscriber]).requestEnded({
      method: 'POST',
      route: '/api/predict',
      status: 200,
      durationMs: 3,
      isFinished: true,
      isProbe: false,
      isPrediction: true,
      predictions: 1,
      errorCode: undefined,
      trace: { id, parent: `00-${id}-b7ad6b7169203331-01`, isRecorded: true },
    });
    const text = await metrics.text();
    expect(metrics.contentType).toMatch(/^application\/openmetrics-text/);
    expect(text).toMatch(
      /http_request_duration_seconds_bucket{le="0.005",method="POST",route="\/api\/predict"} 1 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.003 /,
    );
    expect(text).toMatch(/\n# EOF\n$/);
  });
});
