import { beNicer } from '../../config/be-nicer';
import { BrokenVersionError, NoModelError } from '../../registry/errors';
import { NoEvaluationDataError } from './errors';
import type { EvaluationFailure, EvaluationMessage, EvaluationTask } from './evaluation-task';
import { runEvaluation } from './run-evaluation';

/** The entry of an evaluation process: one task, one answer, the end. */
async function answer(task: EvaluationTask): Promise<EvaluationMessage> {
  try {
    return { kind: 'report', report: await runEvaluation(task) };
  } catch (error) {
    return { kind: 'failure', ...failureOf(error) };
  }
}

function failureOf(error: unknown): EvaluationFailure {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof NoEvaluationDataError) return { reason, cause: 'no data' };
  if (error instanceof NoModelError || error instanceof BrokenVersionError) {
    return { reason, cause: 'no version' };
  }
  return { reason: error instanceof Error ? (error.stack ?? reason) : reason, cause: 'failed' };
}

// The service has ended or gives up: nobody waits for the answer.
process.once('disconnect', () => process.exit());
process.once('message', (task: EvaluationTask) => {
  beNicer(); // takes what nobody else wants of the processor
  void answer(task).then((message) => process.send?.(message, () => process.exit()));
});
