import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { onnx } from 'onnx-proto';
import { buildBackboneGraph, type GraphOptions } from '../../../src/backbones/onnx/build-graph';
import { changed, CHANNELS, convolutional, quantisedEnd, SIDE, tokens, WIDTH } from './networks';
import { featuresOf, largestDifference, normalised, pictures, runDirectly } from './run-network';

const MEAN = [100, 110, 120] as const;
const DEVIATION = [50, 60, 70] as const;
const GIVEN: GraphOptions = {
  preprocessing: { mean: [...MEAN], deviation: [...DEVIATION], fit: 'cover', kernel: 'triangle' },
};
const SIZE = { width: SIDE, height: SIDE };
const images = pictures(3, SIDE, SIDE);

/** Features of the backbone, and those that the network computes in the tensor. */
async function bothWays(
  network: Uint8Array,
  tensor: string,
  layout: 'NCHW' | 'NHWC' = 'NCHW',
): Promise<number> {
  const { bytes } = await buildBackboneGraph(network, GIVEN);
  const input = normalised(images, SIZE, MEAN, DEVIATION, layout);
  const expected = await runDirectly(network, tensor, input);
  return largestDifference(await featuresOf(bytes, images, SIZE), expected.data as Float32Array);
}

describe('buildBackboneGraph', () => {
  it.each(['gemm', 'matmul-add', 'convolution', 'none'] as const)(
    'gives the pooled features of a network that ends in %s',
    async (end) => {
      expect(await bothWays(convolutional({ end }), 'pooled')).toBeLessThan(1e-5);
    },
  );

  it('takes the average of a network that ends in a map', async () => {
    const network = convolutional({ end: 'map' });
    const { bytes, features } = await buildBackboneGraph(network, GIVEN);
    const input = normalised(images, SIZE, MEAN, DEVIATION);
    const expected = await runDirectly(convolutional({ end: 'none' }), 'pooled', input);
    expect(features).toBe(CHANNELS);
    const found = await featuresOf(bytes, images, SIZE);
    expect(largestDifference(found, expected.data as Float32Array)).toBeLessThan(1e-5);
  });

  it('takes colours last where the network does', async () => {
    const network = convolutional({ layout: 'NHWC' });
    expect((await buildBackboneGraph(network, GIVEN)).input.layout).toBe('NHWC');
    expect(await bothWays(network, 'pooled', 'NHWC')).toBeLessThan(1e-5);
  });

  it('runs old and new operators', async () => {
    for (const operatorSet of [7, 11, 17, 21]) {
      expect(await bothWays(convolutional({ operatorSet, end: 'none' }), 'pooled')).toBeLessThan(
        1e-5,
      );
    }
  });

  it('says what it found and what it took for granted', async () => {
    const { input, features, parameters, notes } = await buildBackboneGraph(convolutional(), {});
    expect(features).toBe(CHANNELS);
    expect(parameters).toBe(CHANNELS * 27);
    expect(input).toMatchObject({
      width: SIDE,
      height: SIDE,
      fit: 'cover',
      crop: 0.875,
      kernel: 'cubic',
    });
    expect(notes.join(' ')).toMatch(/last layer \(Gemm\).*ImageNet are taken for granted/);
  });

  it('gives float32 features of a network in half precision', async () => {
    const network = convolutional({ type: 'FLOAT16' });
    const { bytes } = await buildBackboneGraph(network, GIVEN);
    const reference = await buildBackboneGraph(convolutional(), GIVEN);
    const half = await featuresOf(bytes, images, SIZE);
    expect(largestDifference(half, await featuresOf(reference.bytes, images, SIZE))).toBeLessThan(
      0.01,
    );
  });

  it('hands bytes on as they are to a network that takes them', async () => {
    const network = convolutional({ type: 'UINT8' });
    const { bytes, input } = await buildBackboneGraph(network, {});
    expect(input).toMatchObject({ mean: [0, 0, 0], deviation: [1, 1, 1] });
    const plain = normalised(images, SIZE, [0, 0, 0], [1, 1, 1]);
    const expected = await runDirectly(convolutional(), 'pooled', plain);
    const found = await featuresOf(bytes, images, SIZE);
    expect(largestDifference(found, expected.data as Float32Array)).toBeLessThan(1e-3);
    await expect(buildBackboneGraph(network, GIVEN)).rejects.toThrow(/normalises them itself/);
  });

  it('takes the first token of a transformer, or its pooled output', async () => {
    const byTokens = await buildBackboneGraph(tokens(), GIVEN);
    const pooled = await buildBackboneGraph(tokens({ output: 'pooler_output' }), GIVEN);
    const logits = await buildBackboneGraph(tokens({ output: 'logits' }), GIVEN);
    expect(byTokens.features).toBe(WIDTH);
    const expected = await featuresOf(pooled.bytes, images, SIZE);
    expect(largestDifference(await featuresOf(byTokens.bytes, images, SIZE), expected)).toBe(0);
    expect(largestDifference(await featuresOf(logits.bytes, images, SIZE), expected)).toBe(0);
  });

  it.each([
    ['static', 'back'],
    ['dynamic', 'flat'],
  ] as const)('finds the features before a layer of %s quantisation', async (kind, tensor) => {
    expect(await bothWays(quantisedEnd(kind), tensor)).toBeLessThan(1e-5);
  });

  it('opens the batch of a network exported for one picture', async () => {
    const reference = await buildBackboneGraph(tokens(), GIVEN);
    const opened = await buildBackboneGraph(tokens({ batch: 1 }), GIVEN);
    const expected = await featuresOf(reference.bytes, images, SIZE);
    expect(largestDifference(await featuresOf(opened.bytes, images, SIZE), expected)).toBeLessThan(
      1e-6,
    );
  });

  it('refuses one whose pictures depend on each other', async () => {
    const network = changed(convolutional({ end: 'none' }), (graph) => {
      graph.node.find(({ opType }) => opType === 'Flatten')!.output = ['own'];
      graph.node.splice(
        -1,
        0,
        {
          opType: 'ReduceMean',
          input: ['own'],
          output: ['mean'],
          attribute: [{ name: 'axes', type: onnx.AttributeProto.AttributeType.INTS, ints: [0] }],
        },
        { opType: 'Add', input: ['own', 'mean'], output: ['flat'] },
      );
    });
    await expect(buildBackboneGraph(network, GIVEN)).rejects.toThrow(/each picture for itself/);
  });

  it('uses the tensor that is named, and shows which there are', async () => {
    const named = await buildBackboneGraph(convolutional(), { ...GIVEN, features: 'map' });
    const usual = await buildBackboneGraph(convolutional(), GIVEN);
    const expected = await featuresOf(usual.bytes, images, SIZE);
    expect(largestDifference(await featuresOf(named.bytes, images, SIZE), expected)).toBeLessThan(
      1e-5,
    );
    await expect(buildBackboneGraph(convolutional(), { features: 'nothing' })).rejects.toThrow(
      /no tensor called "nothing".*"pooled" \(1×5×1×1\)/,
    );
  });

  it('keeps apart what the network calls as a backbone does', async () => {
    const network = changed(convolutional({ end: 'none', outputName: 'features' }), (graph) => {
      for (const node of graph.node) {
        node.input = node.input.map((name) => (name === 'map' ? 'images' : name));
        node.output = node.output.map((name) => (name === 'map' ? 'images' : name));
      }
    });
    expect(await bothWays(network, 'pooled')).toBeLessThan(1e-5);
  });

  it('takes the size of an open input from its preprocessing', async () => {
    const network = convolutional({ shape: ['n', 3, 'h', 'w'] });
    await expect(buildBackboneGraph(network, {})).rejects.toThrow(/any size/);
    const { input } = await buildBackboneGraph(network, {
      preprocessing: { width: 12, height: 10 },
    });
    expect(input).toMatchObject({ width: 12, height: 10 });
    const fixed = buildBackboneGraph(convolutional(), { preprocessing: { width: 12, height: 10 } });
    await expect(fixed).rejects.toThrow(/8×8 pixels, not of 12×10/);
  });

  it('reads the layout of an input without sizes from the first layer', async () => {
    const open = ['a', 'b', 'c', 'd'];
    const size = { preprocessing: { width: SIDE, height: SIDE } };
    const first = await buildBackboneGraph(convolutional({ shape: open }), size);
    const last = await buildBackboneGraph(convolutional({ shape: open, layout: 'NHWC' }), size);
    expect([first.input.layout, last.input.layout]).toEqual(['NCHW', 'NHWC']);
  });
});

describe('the real quantised MobileNetV2', () => {
  const file = path.join(__dirname, '../../../../shared/data/backbones/mobilenetv2-12-int8.onnx');
  const atHand = existsSync(file) ? it : it.skip;

  atHand('gives the features that the network computes itself', async () => {
    const network = readFileSync(file);
    const size = { width: 224, height: 224 };
    const shown = pictures(2, 224, 224);
    const { bytes, features, input } = await buildBackboneGraph(network, {});
    expect(features).toBe(1280);
    const direct = normalised(shown, size, input.mean, input.deviation);
    const whole = await runDirectly(network, '472_quantized', direct);
    const constants = new Map(
      onnx.ModelProto.decode(network).graph!.initializer!.map((one) => [one.name, one] as const),
    );
    const scale = constants.get('464_scale')!.floatData![0]!;
    const zero = constants.get('464_zero_point')!.int32Data![0]!;
    const expected = Array.from(whole.data as Uint8Array, (value) => (value - zero) * scale);
    expect(largestDifference(await featuresOf(bytes, shown, size), expected)).toBeLessThan(1e-4);
  });
});
