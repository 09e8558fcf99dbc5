import { CIFAR10_INPUT } from '../../config/cifar10';
import { decodeImage } from '../../imaging/decode-image';
import type { DecodedImage, ImageLimits } from '../../imaging/decoded-image';
import type { DecodingGate } from '../../imaging/decoding-gate';
import { ImageError } from '../../imaging/image-error';
import type { PixelBudget } from '../../imaging/pixel-budget';
import { hasThumbnail, makeThumbnail } from '../../imaging/thumbnail';
import type { RenamedClass } from '../../store/samples/change-classes';
import type {
  ChangedSamples,
  Label,
  NewSample,
  PutOutcome,
  PutSample,
  RestoredSample,
  SampleSource,
  SampleStore,
} from '../../store/samples/sample';
import { ClassExistsError, ClassNotFoundError } from './class-errors';
import type { SampleFiles } from './sample-files';
import { sampleId } from './sample-id';
import { TooManyClassesError } from './too-many-classes-error';

/** A file that may be an image, with its label. */
export interface IncomingImage {
  readonly fileName: string;
  readonly label: Label;
  readonly source: SampleSource;
  /** For the test set. */
  readonly isTest: boolean;
  /** What an export says that it was, with the name that it had. */
  readonly restored?: (RestoredSample & { readonly fileName: string }) | undefined;
  readonly bytes: Uint8Array;
}

/** A picture that is to be a sample, as it came. */
export interface Original extends Omit<NewSample, 'id' | 'fileBytes' | 'thumbnail'> {
  readonly bytes: Uint8Array;
  /** WebP; undefined where it is not made yet. */
  readonly thumbnail?: Uint8Array | undefined;
}

/** Bounds on the work of adding. */
export interface AddingWork {
  /** The pixel budget of the request that brought the images. */
  readonly budget?: PixelBudget;
  /** Aborts when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** What became of a file. */
export type AddedImage = { readonly fileName: string } & (
  PutSample | { readonly error: ImageError | TooManyClassesError }
);

export interface SampleCollectionParts {
  readonly store: SampleStore;
  readonly files: SampleFiles;
  readonly limits: ImageLimits;
  readonly gate: DecodingGate;
  readonly now: () => Date;
}

export type RenamedOutcome = Extract<RenamedClass, { outcome: 'renamed' | 'merged' }>;

/** Samples of one transaction. */
const DELETED_AT_ONCE = 200;

/** The labelled images: rows in the store, and the files they came as. */
export class SampleCollection {
  readonly #store: SampleStore;
  readonly #files: SampleFiles;
  readonly #limits: ImageLimits;
  readonly #gate: DecodingGate;
  readonly #now: () => Date;

  constructor({ store, files, limits, gate, now }: SampleCollectionParts) {
    this.#store = store;
    this.#files = files;
    this.#limits = limits;
    this.#gate = gate;
    this.#now = now;
  }

  /**
   * Writes the file of a sample to be, unless the store has it, and makes its thumbnail. Where the
   * sample is not stored then, {@link forget} removes the file.
   *
   * @throws the reason of the signal
   */
  async prepare(original: Original, signal?: AbortSignal): Promise<NewSample> {
    const { bytes, thumbnail, ...sample } = original;
    const { format, width, height } = sample;
    const id = await sampleId(bytes);
    const known = await this.#store.findFile(id);
    if (known === undefined) await this.#files.write(id, format, bytes);
    else if (!(await this.#files.has(known.id, known.format))) {
      await this.#files.write(known.id, known.format, bytes);
    }
    const isToMake = known === undefined && thumbnail === undefined && hasThumbnail(sample);
    return {
      ...sample,
      id,
      fileBytes: bytes.length,
      thumbnail: isToMake
        ? await this.#thumbnailOf(bytes, width * height, signal)
        : (thumbnail ?? null),
    };
  }

  /** Removes the files of samples that were not stored, or are stored under another id. */
  async forget(samples: readonly NewSample[], put: readonly PutOutcome[]): Promise<void> {
    const elsewhere = samples.filter(
      ({ id }, index) => put[index]!.outcome === 'refused' || put[index]!.id !== id,
    );
    if (elsewhere.length === 0) return;
    const stored = await this.#store.stored(elsewhere.map(({ id }) => id));
    for (const { id, format } of elsewhere) {
      if (!stored.has(id)) await this.#files.remove(id, format);
    }
  }

  /**
   * Adds a few images, in order. What is no image, or would make a class too many, is told, and the
   * others are added. An image that is there already takes the label given now.
   *
   * A file is written before its row, so a crash between the two leaves a file to be swept, and
   * never a sample without its picture.
   *
   * @throws {PixelBudgetError} and the reason of the signal, with nothing added
   */
  async add(images: readonly IncomingImage[], work: AddingWork = {}): Promise<AddedImage[]> {
    // All of them end before one's failure is told, so that nothing goes on behind the caller's back.
    const ended = await Promise.allSettled(images.map((image) => this.#prepare(image, work)));
    const prepared = ended.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    const good = prepared.filter((sample): sample is NewSample => !(sample instanceof ImageError));
    const put = await this.#store.put(good, this.#now().getTime());
    await this.forget(good, put);
    let next = 0;
    return images.map(({ fileName }, index) => {
      const sample = prepared[index]!;
      if (sample instanceof ImageError) return { fileName, error: sample };
      const outcome = put[next++]!;
      return outcome.outcome === 'refused'
        ? { fileName, error: new TooManyClassesError() }
        : { fileName, ...outcome };
    });
  }

  /** @throws {TooManyClassesError} and nothing is changed */
  async relabel(ids: readonly string[], label: Label): Promise<ChangedSamples> {
    const { isRefused, ...outcome } = await this.#store.relabel(ids, label, this.#now().getTime());
    if (isRefused) throw new TooManyClassesError();
    return outcome;
  }

  /**
   * Gives a class another name. Where there is a class of that name, the two become one if `merges`.
   *
   * @throws {ClassNotFoundError | ClassExistsError | TooManyClassesError} and nothing is changed
   */
  async renameClass(from: Label, to: Label, merges: boolean): Promise<RenamedOutcome> {
    const at = this.#now().getTime();
    const renamed = await this.#store.renameClass({ fromKey: from.key, to, merges, at });
    switch (renamed.outcome) {
      case 'missing':
        throw new ClassNotFoundError(from.name);
      case 'exists':
        throw new ClassExistsError(renamed.label);
      case 'refused':
        throw new TooManyClassesError();
      default:
        return renamed;
    }
  }

  /**
   * Deletes all samples of a class with their files, those of the test set too, some at a time, so that
   * others can change something meanwhile. The label goes too, unless it is one of CIFAR-10's.
   *
   * @returns how many there were
   * @throws {ClassNotFoundError} where there is none
   */
  async deleteClass(label: Label): Promise<number> {
    let deleted = 0;
    for (;;) {
      const ids = await this.#store.idsOfClass(label.key, DELETED_AT_ONCE);
      if (ids.length === 0) break;
      deleted += (await this.delete(ids)).changed.length;
    }
    if (deleted === 0) throw new ClassNotFoundError(label.name);
    await this.#store.retireLabel(label.key);
    return deleted;
  }

  /** Gives samples of the test set to training: the next one learns from them. */
  moveToTraining(ids: readonly string[]): Promise<ChangedSamples> {
    return this.#store.moveToTraining(ids, this.#now().getTime());
  }

  /** Deletes samples and their files; what they were stays in the history. */
  async delete(ids: readonly string[]): Promise<ChangedSamples> {
    const outcome = await this.#store.delete(ids, this.#now().getTime());
    for (const { id, format } of outcome.changed) await this.#files.remove(id, format);
    return outcome;
  }

  async #prepare(
    { label, source, isTest, restored, bytes, ...incoming }: IncomingImage,
    { budget, signal }: AddingWork,
  ): Promise<NewSample | ImageError> {
    let image: DecodedImage;
    try {
      signal?.throwIfAborted();
      const admit = (pixels: number): Promise<() => void> => {
        budget?.charge(pixels);
        return this.#gate.enter(pixels, 'bulk', signal);
      };
      // Whether it can be decoded is what counts here; for which network is decided later.
      image = await decodeImage(bytes, { ...this.#limits, admit }, CIFAR10_INPUT);
    } catch (error) {
      if (error instanceof ImageError) return error;
      throw error;
    }
    const { format, width, height, thumbnail } = image;
    const fileName = restored?.fileName ?? incoming.fileName;
    const picture = { bytes, format, width, height, thumbnail };
    const original = { ...picture, fileName, label, source, isTest, restored, predictionId: null };
    return this.prepare(original, signal);
  }

  async #thumbnailOf(file: Uint8Array, pixels: number, signal?: AbortSignal): Promise<Uint8Array> {
    const leave = await this.#gate.enter(pixels, 'bulk', signal);
    try {
      return await makeThumbnail(file);
    } finally {
      leave();
    }
  }
}
