import type { InputSpec } from '../../../config/input-spec';
import type { Configuration } from '../../../config/load';
import { mapConcurrently } from '../../../config/map-concurrently';
import type { ImageLimits } from '../../../imaging/decoded-image';
import type { LabelledData } from '../../../dataset/samples/labelled-data';
import type { DecodingGate } from '../../../imaging/decoding-gate';
import { headerPixels } from '../../../imaging/header-pixels';
import { ImageError } from '../../../imaging/image-error';
import { PixelBudget } from '../../../imaging/pixel-budget';
import type { Classification, ModelLease } from '../../../inference/classification';
import type { DriftMonitor } from '../../../monitoring/drift/drift-monitor';
import type { ModelVersion } from '../../../registry/version';
import type { LoadedVersions } from '../../../serving/loaded-versions';
import type { ServiceState } from '../../../serving/service-state';
import type { Places } from '../../../store/places';
import type { Prediction, PredictionStore } from '../../../store/prediction';
import type { ClassifiedPicture, Telemetry } from '../../../telemetry/telemetry';
import type { Trace } from '../../../telemetry/trace';
import { AdmissionLine } from '../../upload/admission-line';
import { imageLimits } from './image-limits';
import { toPrediction } from './prediction-answer';
import { recordPredictions } from './record-predictions';
import { decodePicture, type DecodedPicture } from './decode-picture';
import type { Picture } from './picture';
import { PredictionCounts } from './prediction-counts';

export interface PredictionDeskParts {
  readonly config: Configuration;
  readonly state: Pick<ServiceState, 'requireModel'>;
  /** The versions that requests may name. */
  readonly versions: Pick<LoadedVersions, 'lease'>;
  readonly store: Pick<PredictionStore, 'record' | 'recorded'>;
  readonly labelledData: LabelledData;
  /** Which picture of which request is decoded when. */
  readonly decodingGate: DecodingGate;
  /** Gives predictions their places in the history. */
  readonly historyPlaces: Pick<Places, 'next'>;
  readonly telemetry: Telemetry;
  /** Whether pictures look like those that versions know. */
  readonly drift: Pick<DriftMonitor, 'observe'>;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** What a request for predictions says beside its pictures. */
export interface Wanted {
  /** The version that is to answer; the active one by default. */
  readonly version?: string | undefined;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  /** When the last byte of the pictures was there, by the monotonic clock. */
  readonly arrivedMs: number;
  /** Follows the request, where requests are traced. */
  readonly trace?: Trace | undefined;
}

/** A picture that was classified and recorded. */
export interface Predicted {
  /** As the history has it: rounded. */
  readonly prediction: Prediction;
  /** As the network says it. */
  readonly classification: Classification;
}

/** What became of a picture among many: one that is no image fails alone. */
export type Outcome = Predicted | { readonly error: ImageError };

/** As many images are decoded at once as libuv has threads for it; more would only hold memory. */
const DECODES_AT_ONCE = 4;
/** Batches at work at once: one is classified and another decoded while a third is read. */
const BATCHES_AT_ONCE = 3;
/** Longest a batch waits for its turn before it is refused unread. */
export const PATIENCE_MS = 5000;
/** Batches that wait unread hold a connection and little else. */
const MAX_WAITING = 1000;

/**
 * Classifies pictures and records what came out. Whatever protocol pictures come by, they pass here,
 * so that their numbers, limits, history and counts are the same.
 *
 * @example
 * const { prediction } = await desk.one({ kind: 'file', fileName, bytes }, { signal, arrivedMs });
 */
export class PredictionDesk {
  /** Requests with many pictures take their turns in it. */
  readonly line = new AdmissionLine({
    places: BATCHES_AT_ONCE,
    patienceMs: PATIENCE_MS,
    maxWaiting: MAX_WAITING,
  });
  readonly counts = new PredictionCounts();
  readonly #parts: PredictionDeskParts;
  readonly #limits: ImageLimits;

  constructor(parts: PredictionDeskParts) {
    this.#parts = parts;
    this.#limits = imageLimits(parts.config);
  }

  /**
   * @throws {ImageError} when it is no image within the limits
   * @throws {HttpError} MODEL_LOADING, MODEL_NOT_FOUND, MODEL_BROKEN, or INVALID_BODY for pixels that
   *   do not fit
   * @throws what {@link ModelLease.classify} throws
   */
  async one(picture: Picture, wanted: Wanted): Promise<Predicted> {
    const { decodingGate } = this.#parts;
    const { signal, trace } = wanted;
    const limits = {
      ...this.#limits,
      admit: (pixels: number) => decodingGate.enter(pixels, 'single', signal),
    };
    const [decoded, classification, version] = await this.#leased(wanted, async (lease) => {
      const result = await this.#decode(picture, limits, lease, trace);
      const [classified] = await lease.classify([result.image.pixels], signal, undefined, trace);
      return [result, classified!, lease.version] as const;
    });
    const [predicted] = await this.#record([picture], [decoded], [classification], wanted, version);
    return predicted!;
  }

  /**
   * Classifies many pictures: places in the queue are reserved before they are decoded, so that what
   * has been worked on is never refused.
   *
   * @returns one outcome a picture, in order
   * @throws {PixelBudgetError} before any of them is decoded, where their headers tell
   * @throws what {@link one} throws, but for a picture that is no image
   */
  many(pictures: readonly Picture[], wanted: Wanted): Promise<Outcome[]> {
    return this.#many(pictures, wanted, 'each');
  }

  /** {@link many}, for a caller who has not waited in the line yet. */
  async each(pictures: readonly Picture[], wanted: Wanted): Promise<Outcome[]> {
    return this.#inTurn(wanted, () => this.#many(pictures, wanted, 'each'));
  }

  /**
   * {@link each}, where one picture that is no image fails all, and nothing is recorded then.
   *
   * @throws {ImageError} that says which picture it is
   */
  async all(pictures: readonly Picture[], wanted: Wanted): Promise<Predicted[]> {
    const [first, ...others] = pictures;
    if (first !== undefined && others.length === 0) return [await this.one(first, wanted)];
    const outcomes = await this.#inTurn(wanted, () => this.#many(pictures, wanted, 'all'));
    return outcomes.filter((outcome) => 'prediction' in outcome);
  }

  async #inTurn<Result>({ signal }: Wanted, work: () => Promise<Result>): Promise<Result> {
    const turn = await this.line.enter(signal);
    try {
      return await work();
    } finally {
      turn.leave();
    }
  }

  async #many(
    pictures: readonly Picture[],
    wanted: Wanted,
    failing: 'each' | 'all',
  ): Promise<Outcome[]> {
    const { config, state } = this.#parts;
    const { signal, trace } = wanted;
    const places = await state.requireModel().classifier.reserve(pictures.length, {
      patienceMs: config.PREDICT_TIMEOUT_MS,
      signal,
    });
    try {
      return await this.#leased(wanted, async (lease) => {
        const decoded = await this.#decodeAll(pictures, lease, wanted);
        if (failing === 'all') refuseBad(decoded);
        const good = decoded.flatMap((one, index) => ('error' in one ? [] : [{ one, index }]));
        const classifications = await lease.classify(
          good.map(({ one }) => one.image.pixels),
          signal,
          places,
          trace,
        );
        const recorded = await this.#record(
          good.map(({ index }) => pictures[index]!),
          good.map(({ one }) => one),
          classifications,
          wanted,
          lease.version,
        );
        let next = 0;
        return decoded.map((one) => ('error' in one ? one : recorded[next++]!));
      });
    } finally {
      places.release();
    }
  }

  /** Holds the version that is wanted, and counts how the request for it ends. */
  async #leased<Result>(
    { version, arrivedMs }: Wanted,
    use: (lease: ModelLease) => Promise<Result>,
  ): Promise<Result> {
    const { state, versions, now, monotonicMs } = this.#parts;
    state.requireModel();
    const lease = await versions.lease(version);
    const { name } = lease.version;
    let outcome: 'success' | 'fail' = 'fail';
    try {
      const result = await use(lease);
      outcome = 'success';
      return result;
    } finally {
      lease.release();
      this.counts.addRequest(name, outcome, monotonicMs() - arrivedMs, now().getTime());
    }
  }

  async #decode(
    picture: Picture,
    limits: ImageLimits,
    { version }: ModelLease,
    trace: Trace | undefined,
  ): Promise<DecodedPicture> {
    const { config, monotonicMs, telemetry } = this.#parts;
    const input: InputSpec = version.card.input;
    const beginMs = monotonicMs();
    try {
      const keepsFile = config.STORE_PREDICTION_IMAGES;
      const decoded = await decodePicture(picture, limits, input, keepsFile);
      const durationMs = monotonicMs() - beginMs;
      const { format, width, height } = decoded.image;
      this.counts.addDecoded(version.name, durationMs);
      telemetry.pictureDecoded({ format, pixels: width * height, durationMs, trace });
      return decoded;
    } catch (error) {
      if (error instanceof ImageError) telemetry.pictureRefused(error.code);
      throw error;
    }
  }

  async #decodeAll(
    pictures: readonly Picture[],
    lease: ModelLease,
    { signal, trace }: Wanted,
  ): Promise<(DecodedPicture | { readonly error: ImageError })[]> {
    const { config, decodingGate } = this.#parts;
    const announced = new PixelBudget(config.MAX_REQUEST_PIXELS);
    for (const picture of pictures) {
      if (picture.kind === 'file') announced.charge(headerPixels(picture.bytes));
    }
    const decoded = new PixelBudget(config.MAX_REQUEST_PIXELS);
    const limits = {
      ...this.#limits,
      admit(pixels: number): Promise<() => void> {
        decoded.charge(pixels);
        return decodingGate.enter(pixels, 'bulk', signal);
      },
    };
    return mapConcurrently(pictures, DECODES_AT_ONCE, async (picture) => {
      signal.throwIfAborted();
      try {
        return await this.#decode(picture, limits, lease, trace);
      } catch (error) {
        if (error instanceof ImageError) return { error };
        throw error;
      }
    });
  }

  async #record(
    pictures: readonly Picture[],
    decoded: readonly DecodedPicture[],
    classifications: readonly Classification[],
    { arrivedMs, trace }: Wanted,
    version: ModelVersion,
  ): Promise<Predicted[]> {
    const { drift, historyPlaces, monotonicMs, newId, now, telemetry } = this.#parts;
    const createdAt = now();
    const place = historyPlaces.next(createdAt.getTime());
    const predicted = classifications.map((classification, index) => ({
      classification,
      prediction: toPrediction(classification, {
        id: newId(),
        createdAt,
        place,
        fileName: pictures[index]!.fileName ?? `image.${decoded[index]!.image.format}`,
        durationMs: monotonicMs() - arrivedMs,
      }),
    }));
    for (const [index, { classification, prediction }] of predicted.entries()) {
      const { statistics: pixels } = decoded[index]!;
      const { id: predictionId, createdAt: at } = prediction;
      drift.observe(version, { ...classification, predictionId, at, pixels });
    }
    const beginMs = monotonicMs();
    await recordPredictions(
      this.#parts,
      predicted.map(({ prediction }, index) => ({ ...decoded[index]!, prediction })),
    );
    const durationMs = monotonicMs() - beginMs;
    telemetry.predictionsRecorded({ predictions: predicted.length, durationMs, trace });
    for (const { classification } of predicted) telemetry.pictureClassified(toldOf(classification));
    return predicted;
  }
}

function toldOf(classification: Classification): ClassifiedPicture {
  const { modelVersion, classNames, classIndex, confidence, uncertain } = classification;
  return {
    version: modelVersion,
    className: classNames[classIndex]!,
    classIndex,
    confidence,
    isUncertain: uncertain,
  };
}

/** @throws {ImageError} the first one, with the place of its picture */
function refuseBad(decoded: readonly (DecodedPicture | { readonly error: ImageError })[]): void {
  for (const [index, one] of decoded.entries()) {
    if (!('error' in one)) continue;
    const { code, message } = one.error;
    throw new ImageError(code, `Picture ${index}: ${message}`, { cause: one.error });
  }
}
