import type { ModelVersion } from '../../registry/version';
import { strangestOf } from '../../store/drift/drift-store';
import type { NewDriftSums, StrangePicture } from '../../store/drift/drift-window';
import { driftVersion } from './references';
import { addPicture, emptySums, type SeenPicture, type SumsLayout } from './window-sums';

/** A picture that a version has classified. */
export interface ClassifiedPicture extends SeenPicture {
  readonly predictionId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** See `strangeness` of the head's arithmetic. */
  readonly strangeness: number;
}

/** Sums over pictures of a version that no window has yet. */
export class PendingSums {
  readonly #version: ModelVersion;
  readonly #layout: SumsLayout;
  #sums: Float64Array<ArrayBuffer>;
  #strangest: StrangePicture[] = [];
  #leastStrange = -Infinity;
  #firstAt = 0;
  #lastAt = 0;

  constructor(version: ModelVersion) {
    this.#version = version;
    this.#layout = version.head;
    this.#sums = emptySums(this.#layout);
  }

  get version(): ModelVersion {
    return this.#version;
  }

  get pictures(): number {
    return this.#sums[0]!;
  }

  add(picture: ClassifiedPicture): void {
    if (this.pictures === 0) this.#firstAt = picture.at;
    this.#lastAt = picture.at;
    addPicture(this.#sums, this.#layout, picture);
    const { predictionId, strangeness } = picture;
    if (strangeness <= this.#leastStrange) return;
    const all = strangestOf(this.#strangest, [{ predictionId, strangeness }]);
    // While there is a place for more, whatever comes is strange enough.
    if (all.length === this.#strangest.length) this.#leastStrange = all.at(-1)!.strangeness;
    this.#strangest = all;
  }

  /** What there is; it begins anew. */
  take(): NewDriftSums {
    const taken = {
      version: driftVersion(this.#version),
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      sums: this.#sums,
      strangest: this.#strangest,
    };
    this.#sums = emptySums(this.#layout);
    this.#strangest = [];
    this.#leastStrange = -Infinity;
    return taken;
  }
}
