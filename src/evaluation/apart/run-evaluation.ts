import { findVersion } from '../../registry/find-version';
import { mcnemarTest } from '../mcnemar';
import type {
  Comparison,
  EvaluationFolders,
  EvaluationReport,
  EvaluationSet,
  EvaluationTask,
} from './evaluation-task';
import { heldOutSet } from './held-out-set';
import type { ImageSet } from './image-set';
import { judgeVersion, type Judgement } from './judge-version';
import { sampleSet, testSampleSet } from './picture-set';
import { testSet } from './test-set';

/**
 * Judges versions, on the calling thread; see `Evaluator` for the way that keeps it free.
 *
 * @throws {NoEvaluationDataError | NoModelError | BrokenVersionError}
 */
export async function runEvaluation({
  versions: names,
  on,
  folders,
}: EvaluationTask): Promise<EvaluationReport> {
  const set = await openSet(on, folders);
  const judged: (Judgement & { identity: string })[] = [];
  for (const name of names) {
    const version = await findVersion(folders.models, { name }, () => undefined);
    const labelled = await set.featuresOf(version);
    const judgement = judgeVersion(version, labelled, set.unknownLabels);
    judged.push({ ...judgement, identity: labelled.identity });
  }
  const [a, b] = judged;
  return {
    on,
    data: set.description,
    versions: judged.map(({ evaluated }) => evaluated),
    comparison: a === undefined || b === undefined ? null : compare(a, b),
  };
}

async function openSet(on: EvaluationSet, folders: EvaluationFolders): Promise<ImageSet> {
  switch (on) {
    case 'held_out':
      return heldOutSet();
    case 'test':
      return testSet(folders.data);
    case 'samples':
      return sampleSet(folders.persistence);
    case 'test_set':
      return testSampleSet(folders.persistence);
  }
}

type Judged = Judgement & { readonly identity: string };

function compare(a: Judged, b: Judged): Comparison {
  if (a.identity !== b.identity) {
    return {
      kind: 'none',
      reason:
        'The two versions were tried on different images, so that their answers cannot be compared one by one.',
    };
  }
  return { kind: 'test', test: mcnemarTest(a.isRight, b.isRight) };
}
