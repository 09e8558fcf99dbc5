import type { Sampler } from '@opentelemetry/sdk-trace-node';
import type { Configuration } from '../../config/load';
import { JOB_ID } from './job-traces';

type Samplers = Pick<
  typeof import('@opentelemetry/sdk-trace-node'),
  | 'AlwaysOffSampler'
  | 'AlwaysOnSampler'
  | 'ParentBasedSampler'
  | 'SamplingDecision'
  | 'TraceIdRatioBasedSampler'
>;
type SamplerSettings = Pick<Configuration, 'OTEL_TRACES_SAMPLER' | 'OTEL_TRACES_SAMPLER_ARG'>;

/**
 * The sampler that the configuration names. Jobs are few and worth being looked at, so whatever share
 * of requests it takes, it takes each of them.
 */
export function samplerOf(settings: SamplerSettings, samplers: Samplers): Sampler {
  const { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: ratio } = settings;
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, SamplingDecision } = samplers;
  const { TraceIdRatioBasedSampler } = samplers;
  switch (name) {
    case 'always_off':
      return new AlwaysOffSampler();
    case 'always_on':
      return new AlwaysOnSampler();
    case 'traceidratio':
      return withJobs(new TraceIdRatioBasedSampler(ratio), SamplingDecision);
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_traceidratio': {
      const root = withJobs(new TraceIdRatioBasedSampler(ratio), SamplingDecision);
      return new ParentBasedSampler({ root });
    }
  }
}

function withJobs(
  sampler: Sampler,
  { RECORD_AND_SAMPLED: decision }: Samplers['SamplingDecision'],
): Sampler {
  return {
    shouldSample: (context, traceId, spanName, spanKind, attributes, links) =>
      attributes[JOB_ID] === undefined
        ? sampler.shouldSample(context, traceId, spanName, spanKind, attributes, links)
        : { decision },
    toString: () => `${sampler.toString()} and jobs`,
  };
}
