import { beNicer } from '../../config/be-nicer';
import type { RetrainMessage, RetrainTask } from './messages';
import { retrain } from './retrain';

// The entry of a retraining process: one task, what happens on the way, the end. A process and no
// thread, because tfjs-node must not run in two threads of one process, because a process can give
// way to those that answer predictions, and because it can be ended at any moment.

function say(message: RetrainMessage): void {
  process.send?.(message);
}

/** The last message must have left before the process ends. */
function sayAndEnd(message: RetrainMessage): void {
  process.send?.(message, () => process.exit());
}

// Ctrl-C in a terminal, and a service manager, signal a whole group of processes. The service ends
// this one when it stops, and knows then that the job is to be given back.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
// The service has ended: nobody waits for the result.
process.once('disconnect', () => process.exit());
process.once('message', (task: RetrainTask) => {
  beNicer(); // takes what nobody else wants of the processor
  retrain(task, say).then(
    (version) => {
      const { gate, metrics } = version.card;
      const accuracy = metrics.own?.accuracy.value ?? metrics.validation?.accuracy ?? null;
      sayAndEnd({
        kind: 'done',
        version: version.name,
        accuracy,
        gate: gate!,
      });
    },
    (error: unknown) => {
      sayAndEnd({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    },
  );
});
