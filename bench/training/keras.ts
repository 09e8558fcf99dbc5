import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { withoutMemorySettings } from '../../src/training/memory-settings';

export type KerasNetwork = 'seed' | 'standard';

/** A Python process that trains with Keras when it is told to. */
export interface Keras {
  /** `Keras 3.15.1 (TensorFlow 2.21.0)` */
  readonly description: string;
  fit(network: KerasNetwork, images: number, batch: number): Promise<number>;
  close(): void;
}

/** @returns a sentence that says why where there is no Python with Keras and TensorFlow */
export async function startKeras(python: string): Promise<Keras | string> {
  const child = spawn(python, [path.join(__dirname, 'keras-fit.py')], {
    // As its users start it.
    env: withoutMemorySettings(process.env),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, unknown> | undefined> => {
    const line = await lines.next();
    return line.done ? undefined : (JSON.parse(line.value) as Record<string, unknown>);
  };
  const failed = once(child, 'error').then(() => undefined);
  const versions = await Promise.race([answer(), failed]);
  if (versions === undefined) {
    return `${python} cannot import Keras and TensorFlow; --python names another one`;
  }
  return {
    description: `Keras ${String(versions.keras)} (TensorFlow ${String(versions.tensorflow)})`,
    async fit(network, images, batch) {
      child.stdin.write(`${JSON.stringify({ network, images, batch })}\n`);
      const measured = await answer();
      if (measured === undefined) throw new Error('Keras stopped');
      return measured.images_per_second as number;
    },
    close() {
      child.kill();
    },
  };
}
