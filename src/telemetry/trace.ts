/**
 * A request that is followed through the service by OpenTelemetry. It is handed from step to step,
 * because a batch serves many requests and therefore has no surroundings of its own to find one in.
 */
export interface Trace {
  /** 32 hexadecimal digits; the log has them, too. */
  readonly id: string;
  /** What the W3C header `traceparent` says to whoever is asked on behalf of this request. */
  readonly parent: string;
  /** False where the sampler has passed it over: its id is known, and no step of it is kept. */
  readonly isRecorded: boolean;
}
