import type { Trace } from './trace';

/** What a request brings along when it begins. */
export interface BegunRequest {
  /** The W3C header `traceparent` of its client, as it came. */
  readonly traceparent: string | undefined;
  /** The W3C header `tracestate` beside it. */
  readonly tracestate: string | undefined;
}

/** A request that is over. */
export interface EndedRequest {
  /** `GET`; `other` for what the service never answers. */
  readonly method: string;
  /** The pattern of its route, `file`, or `unmatched`: never a path, so that there are few. */
  readonly route: string;
  /** 499 where the client went away first. */
  readonly status: number;
  /** The time from its first byte to the last one of its response. */
  readonly durationMs: number;
  /** Whether the whole response was sent. */
  readonly isFinished: boolean;
  /** Whether it only asked whether the service lives. */
  readonly isProbe: boolean;
  /** Whether it asked for predictions. */
  readonly isPrediction: boolean;
  /** Predictions in its response. */
  readonly predictions: number;
  /** The code of the error that it was answered with. */
  readonly errorCode: string | undefined;
  readonly trace: Trace | undefined;
}

/** A picture that was turned into the input of a network. */
export interface PreparedPicture {
  /** `jpeg`, or another one of the known formats. */
  readonly format: string;
  /** Pixels of the picture as it came. */
  readonly pixels: number;
  /** The time that it waited for its turn included. */
  readonly durationMs: number;
  readonly trace: Trace | undefined;
}

/** One picture that was classified. */
export interface ClassifiedPicture {
  readonly version: string;
  readonly className: string;
  /** Place of the class among those of the version. */
  readonly classIndex: number;
  /** 0-1 */
  readonly confidence: number;
  /** Whether it looked like none of the classes. */
  readonly isUncertain: boolean;
}

/** An image on its way through the queue. */
export interface QueuedImage {
  /** The time from its arrival in the queue until its batch began. */
  readonly queueMs: number;
  readonly trace: Trace | undefined;
}

/** The images of one version in a batch, which were classified together. */
export interface ClassifiedBatch {
  readonly version: string;
  /** `fp32` or `int8`. */
  readonly precision: string;
  readonly images: readonly QueuedImage[];
  /** The time from the beginning of the batch to its results. */
  readonly computeMs: number;
  readonly hasFailed: boolean;
}

/** Predictions of one request that are on disk. */
export interface RecordedPredictions {
  readonly predictions: number;
  readonly durationMs: number;
  readonly trace: Trace | undefined;
}

/** One round of a queue of what is still to be written. */
export interface QueueWrite {
  /** `history`, or `images_of_predictions`. */
  readonly queue: string;
  /** Items that this round wrote; 0 where it failed. */
  readonly written: number;
  /** Items that wait after it. */
  readonly waiting: number;
  readonly durationMs: number;
  readonly hasFailed: boolean;
}

/** A retraining that an instance works on. */
export interface BegunJob {
  readonly id: string;
  readonly mode: string;
}

export interface TrainedEpoch extends BegunJob {
  /** Counted from 1. */
  readonly epoch: number;
  readonly loss: number;
  /** The accuracy on the validation set, 0-1. */
  readonly accuracy: number;
}

export interface EndedJob extends BegunJob {
  /** `succeeded`, `rejected`, `failed`, `cancelled`, or `left` where it goes on elsewhere. */
  readonly state: string;
  /** Since it was begun here. */
  readonly durationMs: number;
  /** The version that it made. */
  readonly version: string | null;
}

/**
 * What the service tells of its work while it does it. Whoever does the work calls these, and knows
 * nothing of metrics, traces or pages: those subscribe. No method waits or throws.
 *
 * @example
 * const telemetry = combined([trafficSubscriber(meter), prometheus.subscriber]);
 * telemetry.pictureRefused('CORRUPT_IMAGE');
 */
export interface Telemetry {
  /** @returns what its steps are told with; undefined where requests are not traced */
  requestBegan(request: BegunRequest): Trace | undefined;
  requestEnded(request: EndedRequest): void;
  pictureDecoded(picture: PreparedPicture): void;
  /** @param code why, as in the API */
  pictureRefused(code: string): void;
  batchClassified(batch: ClassifiedBatch): void;
  pictureClassified(picture: ClassifiedPicture): void;
  predictionsRecorded(recorded: RecordedPredictions): void;
  /** An inference thread ended that should not have. */
  threadEnded(): void;
  queueWritten(write: QueueWrite): void;
  /** An item is lost, because its queue is full or closed. */
  queueDropped(queue: string): void;
  jobBegan(job: BegunJob): void;
  epochTrained(epoch: TrainedEpoch): void;
  jobEnded(job: EndedJob): void;
}

/** Hears what it has a method for. */
export type Subscriber = Partial<Telemetry>;

const nothing = (): undefined => undefined;

/** Nobody listens. */
export const NO_TELEMETRY: Telemetry = {
  requestBegan: nothing,
  requestEnded: nothing,
  pictureDecoded: nothing,
  pictureRefused: nothing,
  batchClassified: nothing,
  pictureClassified: nothing,
  predictionsRecorded: nothing,
  threadEnded: nothing,
  queueWritten: nothing,
  queueDropped: nothing,
  jobBegan: nothing,
  epochTrained: nothing,
  jobEnded: nothing,
};

/** Tells each subscriber, in their order; a request has the trace of the first one that gives it one. */
export function combined(subscribers: readonly Subscriber[]): Telemetry {
  return {
    requestBegan(request) {
      for (const subscriber of subscribers) {
        const trace = subscriber.requestBegan?.(request);
        if (trace !== undefined) return trace;
      }
      return undefined;
    },
    requestEnded: (request) => subscribers.forEach((one) => one.requestEnded?.(request)),
    pictureDecoded: (picture) => subscribers.forEach((one) => one.pictureDecoded?.(picture)),
    pictureRefused: (code) => subscribers.forEach((one) => one.pictureRefused?.(code)),
    batchClassified: (batch) => subscribers.forEach((one) => one.batchClassified?.(batch)),
    pictureClassified: (picture) => subscribers.forEach((one) => one.pictureClassified?.(picture)),
    predictionsRecorded: (done) => subscribers.forEach((one) => one.predictionsRecorded?.(done)),
    threadEnded: () => subscribers.forEach((one) => one.threadEnded?.()),
    queueWritten: (write) => subscribers.forEach((one) => one.queueWritten?.(write)),
    queueDropped: (queue) => subscribers.forEach((one) => one.queueDropped?.(queue)),
    jobBegan: (job) => subscribers.forEach((one) => one.jobBegan?.(job)),
    epochTrained: (epoch) => subscribers.forEach((one) => one.epochTrained?.(epoch)),
    jobEnded: (job) => subscribers.forEach((one) => one.jobEnded?.(job)),
  };
}
