import { ROOT_CONTEXT, SpanStatusCode, type Span, type Tracer } from '@opentelemetry/api';
import type { Subscriber } from '../telemetry';

/** What marks the span of a job; the sampler knows it by this. */
export const JOB_ID = 'job.id';

/** Makes a trace of each retraining that this instance works on, with an event for each epoch. */
export function jobTraces(tracer: Tracer): Subscriber {
  const running = new Map<string, Span>();
  return {
    jobBegan({ id, mode }) {
      const attributes = { [JOB_ID]: id, 'job.mode': mode };
      running.set(id, tracer.startSpan('retraining', { attributes }, ROOT_CONTEXT));
    },
    epochTrained({ id, epoch, loss, accuracy }) {
      running.get(id)?.addEvent('epoch', { epoch, loss, 'validation.accuracy': accuracy });
    },
    jobEnded({ id, state, version }) {
      const span = running.get(id);
      if (span === undefined) return;
      running.delete(id);
      span.setAttributes({
        'job.state': state,
        ...(version !== null && { 'model.version': version }),
      });
      if (state === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
