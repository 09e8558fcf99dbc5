import type { Label, SampleStore } from '../../store/samples/sample';
import { labelKey, LabelError, parseLabel } from './label';

/**
 * Reads labels that people gave. One that the store has already is taken as it is, though it may be
 * older than a rule of {@link parseLabel}; so a store goes on working with the labels it has.
 * The store is asked at most once, so that a reader is made for each request.
 */
export class LabelReader {
  readonly #samples: Pick<SampleStore, 'labels'>;
  #stored: Promise<ReadonlyMap<string, Label>> | undefined;

  constructor(samples: Pick<SampleStore, 'labels'>) {
    this.#samples = samples;
  }

  /** @throws {LabelError} with a sentence for the client */
  async read(text: string): Promise<Label> {
    try {
      return parseLabel(text);
    } catch (error) {
      if (!(error instanceof LabelError)) throw error;
      const stored = (await this.#labels()).get(labelKey(text));
      if (stored === undefined) throw error;
      return stored;
    }
  }

  #labels(): Promise<ReadonlyMap<string, Label>> {
    return (this.#stored ??= this.#samples
      .labels()
      .then((labels) => new Map(labels.map((label) => [label.key, label]))));
  }
}
