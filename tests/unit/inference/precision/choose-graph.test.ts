import { CIFAR10_INPUT } from '../../../../src/config/cifar10';
import type { ModelVersion } from '../../../../src/registry/version';
import { chooseGraph, type GraphWishes } from '../../../../src/inference/precision/choose-graph';
import type { Comparison } from '../../../../src/inference/precision/comparison';
import { tinyModelVersion } from '../../../support/tiny-version';

const FAST_INT8: Comparison = {
  batch_size: 16,
  fp32_ms: { one: 1.5, batch: 20 },
  int8_ms: { one: 0.5, batch: 8 },
};
const SLOW_INT8: Comparison = { ...FAST_INT8, int8_ms: { one: 0.5, batch: 19.9 } };

const withInt8: ModelVersion = { ...tinyModelVersion(), onnxInt8File: '/nowhere/model.int8.onnx' };
const without = tinyModelVersion();

describe('the graph to run', () => {
  const logged: string[] = [];
  const wishes = (changes: Partial<GraphWishes> = {}): GraphWishes => ({
    engine: 'onnx',
    precision: 'auto',
    compare: () => Promise.resolve(FAST_INT8),
    log: { info: () => undefined, error: (message) => logged.push(message) },
    ...changes,
  });
  beforeEach(() => void logged.splice(0));

  it('is int8 where it is faster, and says by how much', async () => {
    await expect(chooseGraph(withInt8, wishes())).resolves.toEqual({
      id: 'tiny int8',
      file: '/nowhere/model.int8.onnx',
      input: CIFAR10_INPUT,
      precision: 'int8',
      reason:
        'int8 is faster here: 0.50 against 1.50 ms for one image, 8.00 against 20.0 ms for 16',
    });
  });

  it('is fp32 where int8 is hardly faster for some batch, and says so', async () => {
    const graph = await chooseGraph(
      withInt8,
      wishes({ compare: () => Promise.resolve(SLOW_INT8) }),
    );
    expect(graph).toMatchObject({ id: 'tiny fp32', precision: 'fp32', file: without.onnxFile });
    expect(graph.reason).toMatch(/^int8 is not faster here: .* 19.9 against 20.0 ms for 16$/);
  });

  it.each([
    ['the version has no other', without, {}, 'fp32: the version has no int8 graph'],
    ['it is asked for', withInt8, { precision: 'fp32' }, 'INFERENCE_PRECISION=fp32'],
    [
      'TensorFlow.js runs it',
      withInt8,
      { engine: 'tfjs' },
      'fp32: TensorFlow.js has no int8 graphs',
    ],
  ] as const)('is fp32 when %s, without a measurement', async (_, version, changes, reason) => {
    const compare = jest.fn();
    const graph = await chooseGraph(version, wishes({ ...changes, compare }));
    expect(graph).toMatchObject({ precision: 'fp32', reason });
    expect(compare).not.toHaveBeenCalled();
  });

  it('is the layers model for TensorFlow.js', async () => {
    expect((await chooseGraph(without, wishes({ engine: 'tfjs' }))).file).toBe(without.tfjsFile);
  });

  it('is int8 when it is asked for, without a measurement', async () => {
    const compare = jest.fn();
    const graph = await chooseGraph(withInt8, wishes({ precision: 'int8', compare }));
    expect(graph).toMatchObject({ precision: 'int8', reason: 'INFERENCE_PRECISION=int8' });
    expect(compare).not.toHaveBeenCalled();
  });

  it('is fp32 when int8 is asked for and the version has none, which is an error', async () => {
    const graph = await chooseGraph(without, wishes({ precision: 'int8' }));
    expect(graph.precision).toBe('fp32');
    expect(logged).toHaveLength(1);
  });

  it('is fp32 when int8 cannot be tried, which is an error', async () => {
    const compare = (): Promise<never> => Promise.reject(new Error('no such operator'));
    const graph = await chooseGraph(withInt8, wishes({ compare }));
    expect(graph.precision).toBe('fp32');
    expect(logged).toEqual(['the int8 graph of a version cannot be tried; fp32 answers']);
  });
});
