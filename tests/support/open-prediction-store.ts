import { openHistoryDatabase } from '../../src/store/open-history-database';
import type { PredictionStore } from '../../src/store/prediction';
import { predictionStore, type PredictionStoreOptions } from '../../src/store/prediction-store';
import { storedPredictions } from '../../src/store/stored-predictions';

/** As the service waits with predictions, which are tried again. */
const LOCK_WAIT_MS = 250;

/** The history in a folder, with a database of its own that works on the caller's thread. */
export async function openPredictionStore({
  directory,
  ...options
}: PredictionStoreOptions & { readonly directory: string }): Promise<PredictionStore> {
  const database = await openHistoryDatabase(directory, { waitMs: LOCK_WAIT_MS });
  const store = predictionStore(storedPredictions(database), { closingWaitMs: 0, ...options });
  const close = store.close.bind(store);
  store.close = async () => {
    try {
      await close();
    } finally {
      await database.destroy();
    }
  };
  return store;
}
