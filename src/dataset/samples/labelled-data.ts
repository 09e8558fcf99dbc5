import path from 'node:path';
import type { DecodingGate } from '../../imaging/decoding-gate';
import type { ImageLimits } from '../../imaging/decoded-image';
import type { Logger } from '../../observability/logger';
import type { FeedbackStore } from '../../store/feedback';
import type { PredictionStore } from '../../store/prediction';
import type { ImageRetention } from '../../store/prediction-images/prediction-image';
import { predictionImageStore } from '../../store/prediction-images/prediction-image-store';
import type { SampleStore } from '../../store/samples/sample';
import type { StoreTables } from '../../store/store-tables';
import { labelKey } from './label';
import { PredictionFeedback } from './prediction-feedback';
import { PredictionImages } from './prediction-images';
import { SampleCollection } from './sample-collection';
import { SampleFiles, samplesFolder } from './sample-files';
import { takeOverSamples, type TakeOverParts } from './take-over-samples';
import { sweepUploadFolders } from './upload-folders';
import type { Telemetry } from '../../telemetry/telemetry';

/** Everything that turns what users send and say into labelled samples. */
export interface LabelledData {
  readonly samples: SampleStore;
  readonly collection: SampleCollection;
  readonly files: SampleFiles;
  readonly images: PredictionImages;
  readonly feedback: PredictionFeedback;
  readonly feedbackStore: FeedbackStore;
  /** Folder of the files of samples. */
  readonly filesFolder: string;
  /** Folder that uploads lie in while they are looked through. */
  readonly uploadFolder: string;
  /**
   * Removes what a crash left behind and what is too old, and brings labels and samples of an earlier
   * release up to date: the keys of labels, that each has a sample to learn from, and what samples
   * are known by.
   * Never throws.
   */
  sweep(): Promise<void>;
  /** Makes a sweep end soon: the next one goes on where it was. */
  endSweep(): void;
  /** Writes what is queued; the database stays open. */
  close(): Promise<void>;
}

export interface LabelledDataParts {
  readonly tables: Pick<StoreTables, 'samples' | 'feedback' | 'images'>;
  readonly predictions: PredictionStore;
  /** The persistence folder. */
  readonly directory: string;
  readonly imageLimits: ImageLimits;
  readonly decodingGate: DecodingGate;
  /** Longest that an upload may take. */
  readonly uploadTimeoutMs: number;
  readonly storesPredictionImages: boolean;
  readonly retention: ImageRetention;
  readonly logger: Logger;
  /** Default: nobody listens. */
  readonly telemetry?: Telemetry | undefined;
  readonly now: () => Date;
  /** The time by which old images are deleted; see `UnhurriedClock`. */
  readonly agingNow: () => Date;
  readonly monotonicMs: () => number;
  readonly newId: () => string;
}

/** Puts the parts together that keep labelled images. */
export function labelledData(parts: LabelledDataParts): LabelledData {
  const { directory, logger, now, predictions } = parts;
  const { samples, feedback } = parts.tables;
  const filesFolder = samplesFolder(directory);
  const files = new SampleFiles({ folder: filesFolder, newId: parts.newId });
  const uploadFolder = path.join(directory, 'uploads');
  const images = new PredictionImages({
    ...parts,
    now: parts.agingNow,
    store: predictionImageStore(parts.tables.images, {
      log: logger,
      telemetry: parts.telemetry,
      retention: parts.retention,
    }),
    isEnabled: parts.storesPredictionImages,
  });
  const collection = new SampleCollection({
    store: samples,
    files,
    limits: parts.imageLimits,
    gate: parts.decodingGate,
    now,
  });
  const closing = new AbortController();
  return {
    samples,
    files,
    filesFolder,
    images,
    uploadFolder,
    feedbackStore: feedback,
    collection,
    feedback: new PredictionFeedback({
      predictions,
      images,
      samples,
      feedback,
      files,
      collection,
      now,
    }),
    async sweep() {
      try {
        const at = now().getTime();
        const removed =
          (await files.sweep(at, (ids) => samples.stored(ids))) +
          (await sweepUploadFolders(uploadFolder, at, parts.uploadTimeoutMs));
        if (removed > 0) logger.info('left-over files of samples are removed', { files: removed });
      } catch (error) {
        logger.warn('left-over files of samples cannot be removed', { error });
      }
      await updateLabels(samples, logger);
      await images.prune();
      await takeOver({
        samples,
        files,
        gate: parts.decodingGate,
        logger,
        monotonicMs: parts.monotonicMs,
        signal: closing.signal,
      });
    },
    endSweep: () => closing.abort(),
    close: () => images.close(),
  };
}

/** Never throws. */
async function takeOver(parts: TakeOverParts): Promise<void> {
  try {
    await takeOverSamples(parts);
  } catch (error) {
    if (parts.signal.aborted) return;
    parts.logger.warn(
      'samples of an earlier release are taken over in part; the next start goes on',
      {
        error,
      },
    );
  }
}

/**
 * An earlier release, or a runtime with another version of Unicode, may have given labels other keys
 * than their names have now: then the label that a person gives would not be found. Never throws.
 */
async function updateLabels(samples: SampleStore, logger: Logger): Promise<void> {
  try {
    const labels = await samples.labels();
    const stale = labels
      .map(({ key, name }) => ({ from: key, to: labelKey(name) }))
      .filter(({ from, to }) => from !== to);
    const changed = await samples.rekeyLabels(stale);
    if (changed > 0) logger.info('labels have the keys of this release', { labels: changed });
    const learnable = await samples.keepLearnable();
    if (learnable > 0) {
      logger.info('classes had no sample to learn from, and got the oldest of those held out', {
        samples: learnable,
      });
    }
  } catch (error) {
    logger.warn('labels cannot be brought up to date', { error });
  }
}
