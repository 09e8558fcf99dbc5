import type { FeedbackStore } from '../../store/feedback';
import type { Prediction, PredictionStore } from '../../store/prediction';
import type { Label, NewSample, PutSample, SampleStore } from '../../store/samples/sample';
import { pictureOfPixels } from './former-pixels';
import { labelKey } from './label';
import { LabelReader } from './label-reader';
import type { PredictionImages } from './prediction-images';
import type { Original, SampleCollection } from './sample-collection';
import type { SampleFiles } from './sample-files';
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
  readonly collection: SampleCollection;
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
    const { predictions, feedback, collection, now } = this.#parts;
    await predictions.flush(); // what is not on disk yet can have no feedback
    const before = await this.#prediction(predictionId);
    const answered = { key: labelKey(before.predictedClass), name: before.predictedClass };
    const predicted = await this.#calledNow(before, answered);
    const labels = new LabelReader(this.#parts.samples);
    const said = 'label' in answer ? await labels.read(answer.label) : predicted;
    // Whoever says the old name of a class that was renamed agrees with the version that has it.
    const isCorrect = said.key === predicted.key || said.key === answered.key;
    const label = isCorrect ? predicted : said;
    const verdict = isCorrect ? 'correct' : 'wrong';
    const sample = await this.#sampleOf(before, label);
    const at = now().getTime();
    const put = await feedback.record({ predictionId, verdict, sample, at });
    if (put === undefined) throw new PredictionNotFoundError(predictionId);
    await collection.forget([sample], [put]);
    if (put.outcome === 'refused') throw new TooManyClassesError();
    return { prediction: await this.#prediction(predictionId), sample: put };
  }

  /** A version goes on answering with the name that a class had when it learned it. */
  #calledNow({ allProbabilities }: Prediction, answered: Label): Promise<Label> {
    const classes = new Set(Object.keys(allProbabilities).map(labelKey));
    return this.#parts.samples.followRenames(answered, classes);
  }

  async #prediction(id: string): Promise<Prediction> {
    const prediction = await this.#parts.predictions.find(id);
    if (prediction === undefined) throw new PredictionNotFoundError(id);
    return prediction;
  }

  async #sampleOf(prediction: Prediction, label: NewSample['label']): Promise<NewSample> {
    const { bytes, ...picture } = await this.#originalOf(prediction);
    return this.#parts.collection.prepare({
      ...picture,
      bytes,
      label,
      source: 'feedback',
      fileName: prediction.fileName,
      predictionId: prediction.id,
      isTest: false,
    });
  }

  /** The file that was kept, or that of the sample which earlier feedback made of it. */
  async #originalOf({ id, feedback }: Prediction): Promise<KeptOriginal> {
    const { images, samples, files } = this.#parts;
    const image = await images.find(id);
    if (image !== undefined && image.format !== null) {
      const { format, width, height } = image;
      const bytes = await images.file(id);
      if (bytes !== undefined) {
        return { bytes, format, width, height, thumbnail: image.thumbnail ?? undefined };
      }
    } else if (image !== undefined) {
      const { pixels, formerId, thumbnail } = image;
      return { ...(await pictureOfPixels(pixels)), formerId, thumbnail: thumbnail ?? undefined };
    }
    const sample = feedback && (await samples.find(feedback.sampleId));
    if (sample === undefined) throw new ImageNotKeptError(id);
    const { format, width, height } = sample;
    const bytes = await files.readWhole(sample.id, format);
    if (bytes !== undefined) return { bytes, format, width, height, formerId: sample.id };
    const pixels = await samples.pixels(sample.id);
    if (pixels === undefined) throw new ImageNotKeptError(id);
    return { ...(await pictureOfPixels(pixels)), formerId: sample.id };
  }
}

type KeptOriginal = Pick<
  Original,
  'bytes' | 'format' | 'width' | 'height' | 'formerId' | 'thumbnail'
>;
