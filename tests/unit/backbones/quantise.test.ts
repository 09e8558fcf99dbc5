import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onnx } from 'onnx-proto';
import { addBackbone } from '../../../src/backbones/add';
import { openBackbone } from '../../../src/backbones/backbone';
import { buildBackboneGraph } from '../../../src/backbones/onnx/build-graph';
import { addInt8Graph } from '../../../src/backbones/quantise/add-int8-graph';
import { correctedBias } from '../../../src/backbones/quantise/corrected-bias';
import { quantiseBackbone } from '../../../src/backbones/quantise/quantise-backbone';
import { quantiseGraph } from '../../../src/backbones/quantise/quantise-graph';
import { GraphBuilder } from '../../../src/onnx/graph-builder';
import { quantizeFilterOfOnnx } from '../../../src/onnx/quantize';
import { convolutional, weights } from './networks';
import { featuresOf, largestDifference, pictures } from './run-network';

const SIDE = 16;
const SIZE = { width: SIDE, height: SIDE };
const images = pictures(12, SIDE, SIDE);

/**
 * A network with what convolutional networks are made of: a first layer, a residual block with a
 * depthwise layer, a gate of floats (Sigmoid and product), largest values, and a last layer.
 */
function residual(): Buffer {
  const graph = new GraphBuilder();
  const convolution = (
    input: string,
    name: string,
    shape: readonly number[],
    group = 1,
  ): string => {
    const count = shape.reduce((all, size) => all * size, 1);
    const fan = count / shape[0]!;
    const filter = weights(count, name.length).map((value) => (2 * value) / Math.sqrt(fan));
    return graph.node(
      'Conv',
      name,
      [
        input,
        graph.constant(`${name}/filter`, 'FLOAT', shape, filter),
        graph.constant(`${name}/bias`, 'FLOAT', [shape[0]!], weights(shape[0]!, 7)),
      ],
      { pads: shape[2] === 3 ? [1, 1, 1, 1] : [0, 0, 0, 0], group },
    );
  };
  const six = graph.constant('six', 'FLOAT', [], Float32Array.of(6));
  const zero = graph.constant('zero', 'FLOAT', [], Float32Array.of(0));
  const first = graph.node('Relu', 'first', [convolution('input', 'stem', [8, 3, 3, 3])]);
  const wide = graph.node('Clip', 'wide', [convolution(first, 'expand', [16, 8, 1, 1]), zero, six]);
  const deep = graph.node('Relu', 'deep', [convolution(wide, 'depthwise', [16, 1, 3, 3], 16)]);
  const narrow = convolution(deep, 'project', [8, 16, 1, 1]);
  const back = convolution(first, 'shortcut', [8, 8, 1, 1]);
  const sum = graph.node('Add', 'sum', [narrow, back]);
  const gated = graph.node('Mul', 'gated', [sum, graph.node('Sigmoid', 'gate', [sum])]);
  const last = graph.node('Relu', 'last', [convolution(gated, 'head', [12, 8, 1, 1])]);
  const small = graph.node('MaxPool', 'small', [last], { kernel_shape: [2, 2], strides: [2, 2] });
  graph.node('Flatten', 'output', [graph.node('GlobalAveragePool', 'pooled', [small])]);
  return graph.encode({
    name: 'residual',
    inputs: [{ name: 'input', type: 'FLOAT', shape: ['n', 3, SIDE, SIDE] }],
    outputs: [{ name: 'output', type: 'FLOAT', shape: ['n', 12] }],
    operatorSet: 13,
    producerVersion: 'test',
  });
}

describe('quantiseGraph', () => {
  it('computes convolutions, sums and largest values in 8 bits, to nearly the same', async () => {
    const { bytes, input } = await buildBackboneGraph(residual(), {});
    const quantised = (await quantiseGraph(bytes, images, input))!;
    const operators = onnx.ModelProto.decode(quantised).graph!.node!.map(({ opType }) => opType);
    const count = (name: string): number => operators.filter((one) => one === name).length;
    // The first layer stays as it is, and activations are part of the convolutions.
    expect([count('Conv'), count('QLinearConv'), count('QLinearAdd')]).toEqual([1, 5, 1]);
    expect([count('Relu'), count('Clip'), count('MaxPool'), count('Sigmoid')]).toEqual([
      1, 0, 1, 1,
    ]);
    const expected = await featuresOf(bytes, images, SIZE);
    const found = await featuresOf(quantised, images, SIZE);
    expect(largestDifference(found, expected)).toBeLessThan(0.02 * Math.max(...expected));
  });

  it('leaves a network alone that has nothing to gain', async () => {
    const { bytes, input } = await buildBackboneGraph(convolutional(), {});
    expect(await quantiseGraph(bytes, pictures(6, 8, 8), input)).toBeUndefined();
    const small = await quantiseBackbone(bytes, pictures(6, 8, 8), input);
    expect(small).toEqual({ bytes: null, report: null });
  });
});

describe('quantiseBackbone', () => {
  it('says how near the features are and how long both take, and keeps a faster one only', async () => {
    const { bytes, input } = await buildBackboneGraph(residual(), {});
    const { bytes: kept, report } = await quantiseBackbone(bytes, images, input);
    expect(report!.cosine).toBeGreaterThan(0.98);
    expect(report!.cosine).toBeLessThanOrEqual(1);
    expect(report!.calibration_images).toBe(8);
    const isFaster = report!.milliseconds_int8 <= 0.9 * report!.milliseconds_float;
    expect(kept !== null).toBe(isFaster);
  });

  it('needs a few pictures', async () => {
    const { bytes, input } = await buildBackboneGraph(residual(), {});
    await expect(quantiseBackbone(bytes, pictures(5, SIDE, SIDE), input)).rejects.toThrow(
      /6 pictures/,
    );
  });
});

describe('correctedBias', () => {
  it('takes back what rounding the weights adds to the mean', () => {
    const filter = weights(4 * 3 * 9, 1);
    const whole = quantizeFilterOfOnnx(filter, 4);
    const means = Float64Array.of(2, 3, 5);
    const bias = Float32Array.of(1, 2, 3, 4);
    const corrected = correctedBias(bias, filter, whole, means, [4, 3]);
    // What the layer gives on a picture that is its means everywhere.
    const answers = (values: ArrayLike<number>, offsets: Float32Array): number[] =>
      Array.from(offsets, (offset, o) => {
        let sum = offset;
        for (let i = 0; i < 27; i++) sum += values[o * 27 + i]! * means[Math.floor(i / 9)]!;
        return sum;
      });
    const rounded = Float32Array.from(
      whole.values,
      (value, i) => value * whole.scales[Math.floor(i / 27)]!,
    );
    const expected = answers(filter, bias);
    expect(largestDifference(answers(rounded, corrected), expected)).toBeLessThan(1e-4);
    expect(largestDifference(answers(rounded, bias), expected)).toBeGreaterThan(1e-3);
  });

  it('finds the channel of each group', () => {
    const filter = weights(4 * 9, 1);
    const whole = quantizeFilterOfOnnx(filter, 4);
    const means = Float64Array.of(0, 0, 4, 0);
    const corrected = correctedBias(new Float32Array(4), filter, whole, means, [4, 1]);
    expect(Array.from(corrected, (value) => value !== 0)).toEqual([false, false, true, false]);
  });
});

describe('addInt8Graph', () => {
  let dir = '';
  beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), 'backbones-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('puts a graph beside the other, once', async () => {
    writeFileSync(path.join(dir, '.network.onnx'), residual());
    const before = await addBackbone(path.join(dir, '.network.onnx'), { name: 'one' }, { dir });
    const report = {
      cosine: 0.99,
      milliseconds_float: 2,
      milliseconds_int8: 1,
      calibration_images: 8,
    };
    const graph = (await quantiseGraph(
      readFileSync(before.backbone.onnxFile),
      images,
      before.backbone.card.input,
    ))!;
    const after = await addInt8Graph(dir, 'one', graph, report);
    expect(after.card.int8).toEqual(report);
    expect(after.onnxInt8File).toMatch(/model\.int8\.onnx$/);
    expect(after.graphId).not.toBe(before.backbone.graphId);
    expect(await openBackbone(dir, 'one')).toEqual(after);
    await expect(addInt8Graph(dir, 'one', graph, report)).rejects.toMatchObject({
      problem: 'exists',
    });
  });
});
