import { inputValues } from '../../config/input-spec';
import type { ModelVersion } from '../../registry/version';
import type { Clock } from '../clock';
import type { EngineThread } from '../engine-thread';
import type { Comparison } from './comparison';

/** Odd, so that the median is one of them; enough to outlast a hiccup of the machine. */
const ROUNDS_OF_ONE = 31;
const ROUNDS_OF_BATCH = 9;

const [FP32, INT8] = [0, 1];

/**
 * Measures both graphs of a version in a thread of its own, a third of a second of work: turn by
 * turn, so that whatever else the machine does falls on both alike.
 *
 * @param thread has no other work; it is not stopped
 * @throws {EngineError} when it cannot run one of them
 */
export async function compareGraphs(
  thread: EngineThread,
  { onnxFile, neighbours, card: { input } }: Pick<ModelVersion, 'onnxFile' | 'neighbours' | 'card'>,
  int8File: string,
  batchSize: number,
  clock: Pick<Clock, 'now'>,
): Promise<Comparison> {
  const load = (key: number, file: string): Promise<number> =>
    thread.load({ key, graph: { id: file, file, input }, neighbours });
  await load(FP32, onnxFile);
  await load(INT8, int8File);

  const timeOf = async (key: number, size: number): Promise<number> => {
    const images = new Uint8Array(size * inputValues(input)).fill(127);
    const startedAt = clock.now();
    await thread.run(key, images);
    return clock.now() - startedAt;
  };
  const timesOf = async (size: number, rounds: number): Promise<{ fp32: number; int8: number }> => {
    const [fp32, int8]: [number[], number[]] = [[], []];
    for (let i = 0; i < rounds; i++) {
      fp32.push(await timeOf(FP32, size));
      int8.push(await timeOf(INT8, size));
    }
    return { fp32: median(fp32), int8: median(int8) };
  };
  const one = await timesOf(1, ROUNDS_OF_ONE);
  const batch = await timesOf(batchSize, ROUNDS_OF_BATCH);
  return {
    batch_size: batchSize,
    fp32_ms: { one: one.fp32, batch: batch.fp32 },
    int8_ms: { one: one.int8, batch: batch.int8 },
  };
}

/** To the microsecond. */
function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[values.length >> 1]!;
  return Math.max(0.001, Math.round(middle * 1000) / 1000);
}
