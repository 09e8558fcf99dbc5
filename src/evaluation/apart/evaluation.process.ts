import { constants, setPriority } from 'node:os';
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

function yieldToPredictions(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Not allowed everywhere; it then only takes its share.
  }
}

// The service has ended or gives up: nobody waits for the answer.
process.once('disconnect', () => process.exit());
process.once('message', (task: EvaluationTask) => {
  yieldToPredictions();
  void answer(task).then((message) => process.send?.(message, () => process.exit()));
});
