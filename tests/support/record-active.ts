import { activationStore } from '../../src/store/activations/activation-store';
import { openHistoryDatabase } from '../../src/store/open-history-database';

/** Leaves a history in a folder, in which a version is the one that the service started with. */
export async function recordActive(persistenceDir: string, version: string): Promise<void> {
  const database = await openHistoryDatabase(persistenceDir);
  await activationStore(database).recordStart(version, Date.now());
  await database.destroy();
}
