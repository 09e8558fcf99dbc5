import type { EvaluationReport, EvaluationSet } from '../../../evaluation/apart/evaluation-task';
import type { ModelCard } from '../../../registry/card';
import { VERSION_FILES } from '../../../registry/version-files';
import { comparisonAnswer } from './comparison-answer';
import { despiteChanges } from './despite-changes';
import { findGoodModel } from './find-model';
import type { CompareQuery, ComparedOn, ComparisonAnswer } from './models-schema';
import type { ModelParts } from './model-parts';

export type ModelComparisonParts = Pick<ModelParts, 'active' | 'catalogue' | 'evaluator' | 'state'>;

/**
 * Two versions side by side.
 *
 * @throws {HttpError} when a version cannot be judged
 */
export type ModelComparison = (query: CompareQuery) => Promise<ComparisonAnswer>;

/** Reports that are kept; each is some ten kilobytes. */
const KEPT = 50;

/** Two versions on the same images. What is found of held-out images stays true, and is kept. */
export function modelComparison({ active, catalogue, evaluator, state }: ModelComparisonParts): ModelComparison {
  const kept = new Map<string, Promise<EvaluationReport>>();

  async function report(
    { a, b, on }: ComparedOn,
    cards: readonly ModelCard[],
  ): Promise<EvaluationReport> {
    const key = [on, ...cards.map(identityOf)].join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    // Not the client's signal: another one may be waiting for the same.
    const made = evaluator.evaluateInTurn([a, b], on, state.stopSignal);
    kept.set(key, made);
    made.then(
      () => on !== 'held_out' && kept.delete(key),
      () => kept.delete(key),
    );
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return made;
  }

  return async ({ a, b, on }) => {
    const ofA = (await findGoodModel(catalogue, a)).card;
    const ofB = (await findGoodModel(catalogue, b)).card;
    const wanted = { a, b, on: on ?? usualSet([ofA, ofB]) };
    const found = await despiteChanges([a, b], { catalogue, state }, () =>
      report(wanted, [ofA, ofB]),
    );
    return comparisonAnswer(wanted, found, active.current?.version.name, {
      a: ofA.metrics.own ?? null,
      b: ofB.metrics.own ?? null,
    });
  };
}

/** What can be judged without any image, where both versions carry it; else what any can be judged on. */
function usualSet(cards: readonly ModelCard[]): EvaluationSet {
  const carries = ({ files }: ModelCard): boolean => Object.hasOwn(files, VERSION_FILES.features);
  return cards.every(carries) ? 'held_out' : 'samples';
}

/** Changes when a version of the same name has other files. */
function identityOf({ version, files }: ModelCard): string {
  return [version, ...Object.values(files)].join(':');
}
