import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as traces,
  TraceFlags,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import type { ClassifiedBatch, EndedRequest, Subscriber } from '../telemetry';
import type { Trace } from '../trace';
import { readTraceparent, writeTraceparent } from './traceparent';

export interface RequestTracesOptions {
  readonly tracer: Tracer;
  /** Milliseconds since the epoch, with fractions. */
  readonly nowMs: () => number;
}

/** A request with the span that its steps are children of. */
class RequestTrace implements Trace {
  readonly id: string;
  readonly parent: string;
  readonly isRecorded: boolean;
  readonly context: Context;
  readonly spanContext: SpanContext;

  constructor(readonly span: Span) {
    this.spanContext = span.spanContext();
    this.id = this.spanContext.traceId;
    this.parent = writeTraceparent(this.spanContext);
    this.isRecorded = (this.spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
    this.context = this.isRecorded ? traces.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT;
  }
}

/**
 * Makes spans of what is told of requests: the request, and in it decoding, the queue, inference and
 * the store. Each step is told when it is over, so its span is begun and ended at once. Nothing of a
 * picture is in them but its format and size.
 */
export function requestTraces({ tracer, nowMs }: RequestTracesOptions): Subscriber {
  /** @param endedMs how long before now the step ended */
  function step(
    name: string,
    trace: RequestTrace,
    durationMs: number,
    attributes: Attributes,
    { endedMs = 0, links = [] }: { readonly endedMs?: number; readonly links?: Link[] } = {},
  ): SpanContext {
    const endMs = nowMs() - endedMs;
    const options = { startTime: endMs - durationMs, attributes, links };
    const span = tracer.startSpan(name, options, trace.context);
    span.end(endMs);
    return span.spanContext();
  }

  return {
    requestBegan({ traceparent, tracestate }) {
      const caller = readTraceparent(traceparent, tracestate);
      const context =
        caller === undefined ? ROOT_CONTEXT : traces.setSpanContext(ROOT_CONTEXT, caller);
      const options = { kind: SpanKind.SERVER, startTime: nowMs() };
      return new RequestTrace(tracer.startSpan('request', options, context));
    },
    requestEnded(request) {
      const trace = recorded(request.trace);
      if (trace !== undefined) endRequest(trace.span, request, nowMs());
    },
    pictureDecoded({ format, pixels, durationMs, trace: told }) {
      const trace = recorded(told);
      if (trace === undefined) return;
      step('decode', trace, durationMs, { 'image.format': format, 'image.pixels': pixels });
    },
    batchClassified(batch) {
      const { version, precision, images, computeMs } = batch;
      const waited = waitsByTrace(batch);
      if (waited.size === 0) return;
      const attributes = {
        'model.version': version,
        'model.precision': precision,
        'inference.batch.size': images.length,
      };
      // The span of the first one stands for the batch and points to every request in it; those of
      // the others point to it.
      const links = [...waited.keys()].map(({ spanContext }) => ({ context: spanContext }));
      let ofBatch: SpanContext | undefined;
      for (const [trace, queueMs] of waited) {
        step('queue', trace, queueMs, {}, { endedMs: computeMs });
        const span = step('inference', trace, computeMs, attributes, {
          links: ofBatch === undefined ? links : [{ context: ofBatch }],
        });
        ofBatch ??= span;
      }
    },
    predictionsRecorded({ predictions, durationMs, trace: told }) {
      const trace = recorded(told);
      if (trace !== undefined) step('store', trace, durationMs, { predictions });
    },
  };
}

function recorded(trace: Trace | undefined): RequestTrace | undefined {
  return trace instanceof RequestTrace && trace.isRecorded ? trace : undefined;
}

/** @returns how long the image of each request in a batch waited that waited longest */
function waitsByTrace({ images }: ClassifiedBatch): ReadonlyMap<RequestTrace, number> {
  const waits = new Map<RequestTrace, number>();
  for (const { trace: told, queueMs } of images) {
    const trace = recorded(told);
    if (trace !== undefined) waits.set(trace, Math.max(queueMs, waits.get(trace) ?? 0));
  }
  return waits;
}

/** Names are those of OpenTelemetry's conventions for HTTP. */
function endRequest(
  span: Span,
  { method, route, status, predictions, errorCode }: EndedRequest,
  endMs: number,
): void {
  span.updateName(`${method} ${route}`);
  span.setAttributes({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    ...(predictions > 0 && { predictions }),
    ...(errorCode !== undefined && { 'error.type': errorCode }),
  });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endMs);
}
