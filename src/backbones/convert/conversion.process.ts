import { beNicer } from '../../config/be-nicer';
import { BackboneError } from '../backbone-error';
import type { ConversionMessage, ConversionTask } from './conversion';
import { convert } from './convert';

/** The entry of a conversion process: one network, one answer, the end. */
async function answer(task: ConversionTask): Promise<ConversionMessage> {
  try {
    return { kind: 'done', conversion: await convert(task) };
  } catch (error) {
    if (error instanceof BackboneError) {
      const { message: reason, problem, cause } = error;
      const detail = cause instanceof Error ? (cause.stack ?? cause.message) : undefined;
      return { kind: 'failed', reason, problem, detail };
    }
    return { kind: 'fault', reason: error instanceof Error ? (error.stack ?? '') : String(error) };
  }
}

// The program has ended or gives up: nobody waits for the answer.
process.once('disconnect', () => process.exit());
process.once('message', (task: ConversionTask) => {
  beNicer(); // takes what nobody else wants of the processor
  void answer(task).then((message) => process.send?.(message, () => process.exit()));
});
