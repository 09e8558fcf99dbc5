import { CIFAR10_INPUT } from '../../config/cifar10';
import { IMAGE_SIDE } from '../../config/image-shape';
import { encodePng } from '../../imaging/thumbnail';
import type { FeedbackStore } from '../../store/feedback';
import type { Prediction, PredictionStore } from '../../store/prediction';
import type { NewSample, PutSample, SampleStore } from '../../store/samples/sample';
import { labelKey } from './label';
import { LabelReader } from './label-reader';
import type { PredictionImages } from './prediction-images';
import type { SampleFiles } from './sample-files';
import { isHeldOut, sampleId } from './sample-id';
import { TooManyClassesError } from './too-many-classes-error';

/** There is no such prediction. */
export class PredictionNotFoundError extends Error {
  override readonly name = 'PredictionNotFoundError';
}

/** The prediction is there, its image is not: it was never kept, or not for so long. */
export class ImageNotKeptError extends Error {
  override readonly name = 'ImageNotKeptError';
}

/** What a person says: the prediction is right, or the right class. */
export type FeedbackAnswer = { readonly correct: true } | { readonly label: string };

export interface GivenFeedback {
  /** With its feedback. */
  readonly prediction: Prediction;
  readonly sample: PutSample;
}

export interface PredictionFeedbackParts {
  readonly predictions: PredictionStore;
  readonly images: PredictionImages;
  readonly samples: SampleStore;
  readonly feedback: FeedbackStore;
  readonly files: SampleFiles;
  readonly now: () => Date;
}

/** Turns what people say of predictions into labelled samples. */
export class PredictionFeedback {
  readonly #parts: PredictionFeedbackParts;

  constructor(parts: PredictionFeedbackParts) {
    this.#parts = parts;
  }

  /**
   * Records what a person says of a prediction; its image becomes a sample of that label.
   *
   * @throws {PredictionNotFoundError | ImageNotKeptError | LabelError | TooManyClassesError} and
   *   nothing is changed
   */
  async give(predictionId: string, answer: FeedbackAnswer): Promise<GivenFeedback> {
    const { predictions, feedback, now } = this.#parts;
    await predictions.flush(); // what is not on disk yet can have no feedback
    const before = await this.#prediction(predictionId);
    const name = before.predictedClass;
    const predicted = { key: labelKey(name), name };
    const labels = new LabelReader(this.#parts.samples);
    const said = 'label' in answer ? await labels.read(answer.label) : predicted;
    const isCorrect = said.key === predicted.key;
    const label = isCorrect ? predicted : said;
    const verdict = isCorrect ? 'correct' : 'wrong';
    const sample = await this.#sampleOf(before, label);
    const at = now().getTime();
    const put = await feedback.record({ predictionId, verdict, sample, at });
    if (put === undefined) throw new PredictionNotFoundError(predictionId);
    if (put.outcome === 'refused') {
      const isStored = (await this.#parts.samples.find(sample.id)) !== undefined;
      if (!isStored) await this.#parts.files.remove(sample.id, sample.format);
      throw new TooManyClassesError();
    }
    return { prediction: await this.#prediction(predictionId), sample: put };
  }

  async #prediction(id: string): Promise<Prediction> {
    const prediction = await this.#parts.predictions.find(id);
    if (prediction === undefined) throw new PredictionNotFoundError(id);
    return prediction;
  }

  async #sampleOf(prediction: Prediction, label: NewSample['label']): Promise<NewSample> {
    const { pixels, thumbnail } = await this.#imageOf(prediction);
    const id = sampleId(pixels);
    // A file of exactly these pixels: an export that is uploaded again gives the same sample.
    const file = await encodePng(pixels, CIFAR10_INPUT);
    const isKnown = (await this.#parts.samples.find(id)) !== undefined;
    if (!isKnown) await this.#parts.files.write(id, 'png', file);
    return {
      id,
      label,
      source: 'feedback',
      fileName: prediction.fileName,
      format: 'png',
      width: IMAGE_SIDE,
      height: IMAGE_SIDE,
      fileBytes: file.length,
      heldOut: isHeldOut(id),
      predictionId: prediction.id,
      pixels,
      thumbnail,
    };
  }

  /** The kept image, or that of the sample which earlier feedback made of it. */
  async #imageOf({
    id,
    feedback,
  }: Prediction): Promise<{ pixels: Uint8Array; thumbnail: Uint8Array | null }> {
    const { images, samples } = this.#parts;
    const image = await images.find(id);
    if (image !== undefined) return image;
    const pixels = feedback && (await samples.pixels(feedback.sampleId));
    if (pixels === undefined) throw new ImageNotKeptError(id);
    return { pixels, thumbnail: null };
  }
}
