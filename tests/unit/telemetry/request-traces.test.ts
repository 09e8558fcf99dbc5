import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import type { Trace } from '../../../src/telemetry/trace';
import { jobTraces } from '../../../src/telemetry/tracing/job-traces';
import { requestTraces } from '../../../src/telemetry/tracing/request-traces';

function open(): {
  readonly requests: ReturnType<typeof requestTraces>;
  readonly jobs: ReturnType<typeof jobTraces>;
  readonly exporter: InMemorySpanExporter;
} {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('a test');
  return {
    requests: requestTraces({ tracer, nowMs: () => 1_767_225_600_000 }),
    jobs: jobTraces(tracer),
    exporter,
  };
}

describe('requestTraces', () => {
  it('links a batch to each request in it', () => {
    const { requests, exporter } = open();
    const traces = Array.from({ length: 16 }, () =>
      requests.requestBegan!({ traceparent: undefined, tracestate: undefined })!,
    );
    const images = [...traces, traces[0]].map((trace, i) => ({ queueMs: i, trace }));
    requests.batchClassified!({
      version: 'v1',
      precision: 'int8',
      images,
      computeMs: 4,
      hasFailed: false,
    });
    const spans = exporter.getFinishedSpans();
    const inferences = spans.filter(({ name }) => name === 'inference');
    const [first, ...others] = inferences;
    expect(inferences).toHaveLength(16);
    expect(first!.links.map(({ context }) => context.traceId)).toEqual(traces.map(({ id }) => id));
    for (const { links } of others) {
      expect(links.map(({ context }) => context.spanId)).toEqual([first!.spanContext().spanId]);
    }
    const queue = spans.find(
      (span) => span.name === 'queue' && span.spanContext().traceId === traces[0]!.id,
    )!;
    expect(queue.duration).toEqual([0, 16_000_000]); // its last image waited longest
  });

  it('makes no span for what is not followed', () => {
    const { requests, exporter } = open();
    const passedOver: Trace = { id: 'a', parent: 'b', isRecorded: false };
    for (const trace of [undefined, passedOver]) {
      requests.pictureDecoded!({ format: 'png', pixels: 1, durationMs: 1, trace });
      requests.predictionsRecorded!({ predictions: 1, durationMs: 1, trace });
    }
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});

describe('jobTraces', () => {
  it('makes a job a trace of its own, with its epochs', () => {
    const { jobs, exporter } = open();
    const job = { id: 'j', mode: 'full' };
    jobs.jobBegan!(job);
    jobs.epochTrained!({ ...job, epoch: 1, loss: 2, accuracy: 0.5 });
    jobs.jobEnded!({ ...job, state: 'succeeded', durationMs: 9, version: 'v2' });
    const [span] = exporter.getFinishedSpans();
    expect(span!.parentSpanContext).toBeUndefined();
    expect(span!.attributes).toMatchObject({ 'job.state': 'succeeded', 'model.version': 'v2' });
    expect(span!.events.map(({ attributes }) => attributes)).toEqual([
      { epoch: 1, loss: 2, 'validation.accuracy': 0.5 },
    ]);
  });
});
