import type { Kysely } from 'kysely';
import { readActivity } from './activity';
import { readStatistics } from './class-totals';
import type { HistoryTables } from './history-tables';
import { insertPredictions } from './insert-predictions';
import type { StoredPredictions } from './prediction';
import { prunePredictions, timeOfNewest } from './prune-predictions';
import { findPrediction, lookAtPredictions, lookAtUncertain } from './read-predictions';

/** The predictions in a database that is open, and closed by others. */
export function storedPredictions(database: Kysely<HistoryTables>): StoredPredictions {
  return {
    insert: (predictions) => insertPredictions(database, predictions),
    find: (id) => findPrediction(database, id),
    look: (order, look) =>
      order === 'time' ? lookAtPredictions(database, look) : lookAtUncertain(database, look),
    statistics: () => readStatistics(database),
    activity: (since) => readActivity(database, since),
    timeOfNewest: (count) => timeOfNewest(database, count),
    prune: (before) => prunePredictions(database, before),
  };
}
