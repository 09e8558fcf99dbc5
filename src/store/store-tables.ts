import type { Kysely } from 'kysely';
import type { ActivationStore } from './activations/activation';
import { activationStore } from './activations/activation-store';
import { feedbackStore, type FeedbackStore } from './feedback';
import type { HistoryTables } from './history-tables';
import type { JobStore } from './jobs/job';
import { jobStore } from './jobs/job-store';
import type { StoredImages } from './prediction-images/prediction-image';
import { storedImages } from './prediction-images/stored-images';
import type { StoredPredictions } from './prediction';
import type { SampleStore } from './samples/sample';
import { sampleStore } from './samples/sample-store';
import { storedPredictions } from './stored-predictions';

/** Everything that the database keeps, a store for each group of tables. */
export interface StoreTables {
  readonly predictions: StoredPredictions;
  readonly images: StoredImages;
  readonly samples: SampleStore;
  readonly feedback: FeedbackStore;
  readonly jobs: JobStore;
  readonly activations: ActivationStore;
}

/** The stores in a database that is open, and closed by others; they work on the caller's thread. */
export function storeTables(database: Kysely<HistoryTables>): StoreTables {
  return {
    predictions: storedPredictions(database),
    images: storedImages(database),
    samples: sampleStore(database),
    feedback: feedbackStore(database),
    jobs: jobStore(database),
    activations: activationStore(database),
  };
}
