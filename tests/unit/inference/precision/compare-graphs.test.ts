import type { EngineThread } from '../../../../src/inference/engine-thread';
import { compareGraphs } from '../../../../src/inference/precision/compare-graphs';
import { tinyModelVersion } from '../../../support/tiny-version';
import { ManualClock } from '../manual-clock';

/** Milliseconds that an image takes in each graph, by file. */
const COST: Record<string, number> = { [tinyModelVersion().onnxFile]: 4, int8: 1 };

describe('comparing graphs', () => {
  it('gives medians of single images and batches, measured turn by turn', async () => {
    const clock = new ManualClock();
    const files: string[] = [];
    const order: string[] = [];
    const thread: Pick<EngineThread, 'load' | 'run'> = {
      load(model) {
        files[model.key] = model.graph.file;
        return Promise.resolve(3);
      },
      run(key, images) {
        const file = files[key]!;
        const isHiccup = order.push(file) === 3;
        clock.advance((images.length / 3072) * COST[file]! + (isHiccup ? 1000 : 0));
        return Promise.resolve({ features: new Float32Array(3), distances: new Float32Array(1) });
      },
    };
    const result = await compareGraphs(
      thread as EngineThread,
      tinyModelVersion(),
      'int8',
      8,
      clock,
    );
    expect(result).toEqual({
      batch_size: 8,
      fp32_ms: { one: 4, batch: 32 },
      int8_ms: { one: 1, batch: 8 },
    });
    expect(order.every((file, i) => i === 0 || file !== order[i - 1])).toBe(true);
  });
});
