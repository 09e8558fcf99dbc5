import { existsSync } from 'node:fs';
import { NoEvaluationDataError } from '../evaluation/apart/errors';
import type { EvaluatedVersion, EvaluationFolders } from '../evaluation/apart/evaluation-task';
import { runEvaluation } from '../evaluation/apart/run-evaluation';
import type { Evaluation } from '../evaluation/metrics';
import { wilsonInterval } from '../evaluation/share-of-pictures';
import { historyFile } from '../store/open-history-database';

/** How a version does on pictures that its user gave, as reports have it. */
export interface OwnJudgement extends Evaluation {
  /** The pictures, in a few words. */
  readonly data: string;
  /** 95%, by Wilson's score. */
  readonly accuracy_interval: { readonly low: number; readonly high: number };
  readonly class_names: readonly string[];
  /** Pictures that it cannot get right, for it has no class of their label, by label. */
  readonly unknown_labels: EvaluatedVersion['unknown_labels'];
}

/** Both sets of pictures that no training has seen; null where there is none to judge by. */
export interface OwnJudgements {
  readonly samples: OwnJudgement | null;
  readonly test_set: OwnJudgement | null;
}

/**
 * Judges a version on the labelled pictures of its user, by its float32 graph: those kept out of
 * training, and those of the test set.
 *
 * @param tell is told why there is nothing to judge by
 * @throws {HistoryDatabaseError} if the database cannot be opened
 */
export async function judgeOwnPictures(
  version: string,
  folders: EvaluationFolders,
  tell: (line: string) => void,
): Promise<OwnJudgements> {
  const judge = async (on: keyof OwnJudgements): Promise<OwnJudgement | null> => {
    try {
      const { data, versions } = await runEvaluation({ versions: [version], on, folders });
      const { evaluation, class_names, unknown_labels } = versions[0]!;
      const accuracy_interval = wilsonInterval(evaluation.accuracy, evaluation.images);
      return { data, accuracy_interval, class_names, unknown_labels, ...evaluation };
    } catch (error) {
      if (!(error instanceof NoEvaluationDataError)) throw error;
      tell(error.message);
      return null;
    }
  };
  // Opening a database that is not there would make one.
  if (!existsSync(historyFile(folders.persistence))) return { samples: null, test_set: null };
  return { samples: await judge('samples'), test_set: await judge('test_set') };
}
