import { LabelReader } from '../../../dataset/samples/label-reader';
import type { LabelledData } from '../../../dataset/samples/labelled-data';
import type { FeedbackAnswer, GivenFeedback } from '../../../dataset/samples/prediction-feedback';
import type { RenamedOutcome } from '../../../dataset/samples/sample-collection';
import type {
  ChangedSamples,
  Label,
  SampleFilter,
  SamplePage,
} from '../../../store/samples/sample';

/** Which samples are asked for; a label is as a person wrote it. */
export interface SampleQuery {
  readonly label?: string | undefined;
  readonly source?: SampleFilter['source'] | undefined;
  /** Left out: all but those of the test set. */
  readonly split?: SampleFilter['split'] | undefined;
}

/** What became of samples that got another label. */
export interface Relabelled extends ChangedSamples {
  /** The text that was given, without the space around it. */
  readonly label: string;
}

/**
 * What people and programs do with labelled pictures: the pages and the API both call these methods,
 * with labels as they were written. None records who asked for it; the audit log does.
 */
export class LabellingDesk {
  readonly #data: Pick<LabelledData, 'samples' | 'collection' | 'feedback'>;

  constructor(data: Pick<LabelledData, 'samples' | 'collection' | 'feedback'>) {
    this.#data = data;
  }

  /**
   * Lists samples, newest first.
   *
   * @throws {LabelError | InvalidCursorError}
   */
  async list(
    { label, source, split }: SampleQuery,
    limit: number,
    cursor?: string,
  ): Promise<SamplePage> {
    const filter: SampleFilter = {
      ...(label !== undefined && { labelKey: (await this.#read(label)).key }),
      ...(source !== undefined && { source }),
      ...(split !== undefined && { split }),
    };
    return this.#data.samples.list(filter, limit, cursor);
  }

  /**
   * Returns a class as it was written first, which is how everything shows it.
   *
   * @throws {LabelError}
   */
  async spelled(text: string): Promise<string> {
    const { key, name } = await this.#read(text);
    return (await this.#data.samples.labels()).find((label) => label.key === key)?.name ?? name;
  }

  /** @throws {LabelError | TooManyClassesError} and nothing is changed */
  async relabel(ids: readonly string[], text: string): Promise<Relabelled> {
    const label = await this.#read(text);
    return { ...(await this.#data.collection.relabel(ids, label)), label: label.name };
  }

  /** Deletes samples and their files. */
  delete(ids: readonly string[]): Promise<ChangedSamples> {
    return this.#data.collection.delete(ids);
  }

  /** Gives samples of the test set to training; there is no way back. */
  moveToTraining(ids: readonly string[]): Promise<ChangedSamples> {
    return this.#data.collection.moveToTraining(ids);
  }

  /**
   * Gives a class another name.
   *
   * @param merges whether it becomes one with a class that has the name already
   * @throws {LabelError | ClassNotFoundError | ClassExistsError | TooManyClassesError} and nothing is
   *   changed
   */
  async renameClass(from: string, name: string, merges: boolean): Promise<RenamedOutcome> {
    const labels = new LabelReader(this.#data.samples);
    const label = await labels.read(from);
    return this.#data.collection.renameClass(label, await labels.read(name), merges);
  }

  /**
   * Deletes a class with all of its samples.
   *
   * @returns how many samples there were
   * @throws {LabelError | ClassNotFoundError}
   */
  async deleteClass(text: string): Promise<number> {
    return this.#data.collection.deleteClass(await this.#read(text));
  }

  /**
   * Records what a person says of a prediction; its picture becomes a sample.
   *
   * @throws {PredictionNotFoundError | ImageNotKeptError | LabelError | TooManyClassesError} and
   *   nothing is changed
   */
  giveFeedback(predictionId: string, answer: FeedbackAnswer): Promise<GivenFeedback> {
    return this.#data.feedback.give(predictionId, answer);
  }

  /** @throws {LabelError} */
  #read(text: string): Promise<Label> {
    return new LabelReader(this.#data.samples).read(text);
  }
}
