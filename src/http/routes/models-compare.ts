import type { RequestHandler, Response } from 'express';
import { comparisonChart } from '../../charts/comparison';
import type { EvaluationReport, EvaluationSet } from '../../evaluation/apart/evaluation-task';
import type { ModelCard } from '../../registry/card';
import { VERSION_FILES } from '../../registry/version-files';
import { comparisonAnswer } from '../comparison-answer';
import { refuseEvaluation } from '../evaluation-refusal';
import { findGoodModel } from '../find-model';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { compareQuerySchema, type ComparedOn, type ComparisonAnswer } from '../schemas/models';
import { picture } from '../version-charts';
import { sendSvg } from './visualizations';

type Parts = Pick<HttpParts, 'active' | 'catalogue' | 'evaluator' | 'state'>;

export interface ModelComparison {
  /** @throws {HttpError} when the query is not valid, or a version cannot be judged */
  readonly answer: (query: unknown) => Promise<ComparisonAnswer>;
  /** GET /api/models/compare: two versions side by side. */
  readonly compare: RequestHandler;
  /** GET /api/models/compare.svg: the same as a chart. */
  readonly draw: RequestHandler;
}

/** Reports that are kept; each is some ten kilobytes. */
const KEPT = 50;

/** Two versions on the same images. What is found of held-out images stays true, and is kept. */
export function modelComparison({ active, catalogue, evaluator, state }: Parts): ModelComparison {
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

  async function answer(query: unknown): Promise<ComparisonAnswer> {
    const { a, b, on } = parseQuery(compareQuerySchema, query);
    const ofA = (await findGoodModel(catalogue, a)).card;
    const ofB = (await findGoodModel(catalogue, b)).card;
    const wanted = { a, b, on: on ?? usualSet([ofA, ofB]) };
    const found = await report(wanted, [ofA, ofB]).catch((error: unknown) =>
      refuseEvaluation(error, [a, b], { catalogue, state }),
    );
    return comparisonAnswer(wanted, found, active.current?.version.name, {
      a: ofA.metrics.own ?? null,
      b: ofB.metrics.own ?? null,
    });
  }

  return {
    answer,
    compare: async (req, res: Response<ComparisonAnswer>) => {
      res.json(await answer(req.query));
    },
    draw: async (req, res) => {
      sendSvg(res, picture(chartOf(await answer(req.query))));
    },
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

function chartOf({ a, b, per_class, mcnemar }: ComparisonAnswer): string {
  const both = Object.entries(per_class).flatMap(([name, reports]) =>
    reports.a === null || reports.b === null || reports.a.support === 0
      ? []
      : [{ name, a: reports.a, b: reports.b }],
  );
  return comparisonChart({
    classNames: both.map(({ name }) => name),
    a: { name: a.version, recalls: both.map((reports) => reports.a.recall) },
    b: { name: b.version, recalls: both.map((reports) => reports.b.recall) },
    test: mcnemar ?? undefined,
  });
}
