import type { DecodedImage } from '../../../imaging/decoded-image';
import type { Prediction } from '../../../store/prediction';
import type { PredictionDeskParts } from './prediction-desk';

/** A prediction, with the picture that it was made of. */
export interface Predicted {
  readonly prediction: Prediction;
  readonly image: DecodedImage;
  /** The file as it came. */
  readonly bytes: Uint8Array;
}

/**
 * Records predictions and keeps their pictures. It resolves when they are on disk: whoever is told of
 * them finds them at every instance, and no crash can take them back. Never rejects.
 */
export async function recordPredictions(
  { store, labelledData: { images } }: Pick<PredictionDeskParts, 'store' | 'labelledData'>,
  predicted: readonly Predicted[],
): Promise<void> {
  for (const { prediction, image, bytes } of predicted) {
    store.record(prediction);
    images.keep(prediction, image, bytes);
  }
  await Promise.all([store.recorded(), images.recorded()]);
}
