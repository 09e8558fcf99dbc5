import { decodeImage } from '../../imaging/decode-image';
import type { DecodedImage, ImageLimits } from '../../imaging/decoded-image';
import { ImageError } from '../../imaging/image-error';
import { hasThumbnail, makeThumbnail } from '../../imaging/thumbnail';
import type {
  ChangedSamples,
  Label,
  NewSample,
  PutSample,
  SampleSource,
  SampleStore,
} from '../../store/samples/sample';
import type { SampleFiles } from './sample-files';
import { isHeldOut, sampleId } from './sample-id';

/** A file that may be an image, with its label. */
export interface IncomingImage {
  readonly fileName: string;
  readonly label: Label;
  readonly source: SampleSource;
  readonly bytes: Uint8Array;
}

/** What became of a file. */
export type AddedImage = { readonly fileName: string } & (
  PutSample | { readonly error: ImageError }
);

export interface SampleCollectionParts {
  readonly store: SampleStore;
  readonly files: SampleFiles;
  readonly limits: ImageLimits;
  readonly now: () => Date;
}

/** The labelled images: rows in the store, and the files they came as. */
export class SampleCollection {
  readonly #store: SampleStore;
  readonly #files: SampleFiles;
  readonly #limits: ImageLimits;
  readonly #now: () => Date;

  constructor({ store, files, limits, now }: SampleCollectionParts) {
    this.#store = store;
    this.#files = files;
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * Adds a few images, in order. What is no image is told, and the others are added. An image that is
   * there already takes the label given now.
   *
   * A file is written before its row, so a crash between the two leaves a file to be swept, and
   * never a sample without its picture.
   */
  async add(images: readonly IncomingImage[]): Promise<AddedImage[]> {
    const prepared = await Promise.all(images.map((image) => this.#prepare(image)));
    const good = prepared.filter((sample): sample is NewSample => !(sample instanceof ImageError));
    const put = await this.#store.put(good, this.#now().getTime());
    let next = 0;
    return images.map(({ fileName }, index) => {
      const sample = prepared[index]!;
      return sample instanceof ImageError
        ? { fileName, error: sample }
        : { fileName, ...put[next++]! };
    });
  }

  relabel(ids: readonly string[], label: Label): Promise<ChangedSamples> {
    return this.#store.relabel(ids, label, this.#now().getTime());
  }

  /** Deletes samples and their files; what they were stays in the history. */
  async delete(ids: readonly string[]): Promise<ChangedSamples> {
    const outcome = await this.#store.delete(ids, this.#now().getTime());
    for (const { id, format } of outcome.changed) await this.#files.remove(id, format);
    return outcome;
  }

  async #prepare({
    fileName,
    label,
    source,
    bytes,
  }: IncomingImage): Promise<NewSample | ImageError> {
    let image: DecodedImage;
    try {
      image = await decodeImage(bytes, this.#limits);
    } catch (error) {
      if (error instanceof ImageError) return error;
      throw error;
    }
    const { pixels, format, width, height } = image;
    const id = sampleId(pixels);
    const isKnown = (await this.#store.find(id)) !== undefined;
    if (!isKnown) await this.#files.write(id, format, bytes);
    return {
      id,
      label,
      source,
      fileName,
      format,
      width,
      height,
      fileBytes: bytes.length,
      heldOut: isHeldOut(id),
      predictionId: null,
      pixels,
      thumbnail: !isKnown && hasThumbnail(image) ? await makeThumbnail(bytes) : null,
    };
  }
}
