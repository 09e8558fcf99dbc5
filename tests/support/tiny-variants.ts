import { GraphBuilder } from '../../src/onnx/graph-builder';
import { encodeNeighbours } from '../../src/registry/neighbours-file';
import type { Head, ModelVersion } from '../../src/registry/version';
import { writeVersion } from '../../src/registry/write-version';
import { TINY_CLASSES, tinyCard, tinyFiles, tinyHead, tinyNeighbours } from './tiny-version';

/** Class names that no other tiny version has, in an order that no other has either. */
export const TURNED_CLASSES = ['Bleu', 'Rouge', 'Vert'];

/** float32, [3, 3]: blue, red, green = red, green, blue · TURN */
const TURN = Buffer.from(Float32Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0).buffer);

/**
 * A version of another graph than the tiny one: its features are the mean blue, red and green, and
 * so are its classes, in French. Its graph under the head of the tiny version is always wrong.
 */
export function writeTurnedVersion(modelDir: string, version: string): Promise<ModelVersion> {
  return writeVersion(modelDir, tinyCard({ version, class_names: TURNED_CLASSES }), {
    ...tinyFiles(),
    'model.onnx': turnedOnnx(),
    'model.json': Buffer.from(JSON.stringify(turnedLayersModel())),
    'weights.bin': Buffer.concat([tinyFiles()['weights.bin']!, TURN]),
  });
}

/** A version of the tiny graph that knows red only: every other colour is `uncertain`. */
export function writeRedVersion(modelDir: string, version: string): Promise<ModelVersion> {
  const { width, k, threshold } = tinyNeighbours();
  const features = Float32Array.of(1, 0, 0);
  return writeVersion(modelDir, tinyCard({ version }), {
    ...tinyFiles(),
    'neighbours.safetensors': encodeNeighbours({ features, count: 1, width, k, threshold }),
  });
}

/** A version of the tiny graph with one more class: grey, whatever is not strongly coloured. */
export function writeGreyVersion(modelDir: string, version: string): Promise<ModelVersion> {
  const names = [...TINY_CLASSES, 'Grey'];
  return writeVersion(modelDir, tinyCard({ version, class_names: names }), tinyFiles(greyHead()));
}

/** The head of the tiny network with a fourth class, whose logit is the mean of the three. */
function greyHead(): Head {
  const { features, temperature } = tinyHead();
  const weights = Float32Array.of(
    ...[0.01, 0, 0, 0.006],
    ...[0, 0.01, 0, 0.006],
    ...[0, 0, 0.01, 0.006],
  );
  return { weights, bias: new Float32Array(4), features, classes: 4, temperature };
}

function turnedOnnx(): Buffer {
  const graph = new GraphBuilder();
  graph.node('Cast', 'pixels', ['images'], { to: 1 });
  graph.node('Transpose', 'channels', ['pixels'], { perm: [0, 3, 1, 2] });
  graph.node('GlobalAveragePool', 'means', ['channels']);
  graph.node('Flatten', 'flat', ['means']);
  graph.constant('turn', 'INT64', [3], BigInt64Array.of(2n, 0n, 1n));
  graph.node('Gather', 'features', ['flat', 'turn'], { axis: 1 });
  graph.constant('weights', 'FLOAT', [3, 3], tinyHead().weights);
  graph.node('MatMul', 'logits', ['features', 'weights']);
  return graph.encode({
    name: 'turned',
    operatorSet: 13,
    producerVersion: '1',
    inputs: [{ name: 'images', type: 'UINT8', shape: ['n', 32, 32, 3] }],
    outputs: [
      { name: 'logits', type: 'FLOAT', shape: ['n', 3] },
      { name: 'features', type: 'FLOAT', shape: ['n', 3] },
    ],
  });
}

/** The tiny layers model with a layer before its head that turns the colours. */
function turnedLayersModel(): object {
  const model = JSON.parse(Buffer.from(tinyFiles()['model.json']!).toString()) as LayersModelJson;
  const [images, means, logits] = model.modelTopology.config.layers;
  const turn = {
    name: 'features',
    class_name: 'Dense',
    config: { name: 'features', units: 3, use_bias: false },
    inbound_nodes: [[['means', 0, 0, {}]]],
  };
  const renamed = { ...means!, name: 'means', config: { ...means!.config, name: 'means' } };
  model.modelTopology.config.layers = [images!, renamed, turn, logits!];
  const kernel = { name: 'features/kernel', shape: [3, 3], dtype: 'float32' };
  model.weightsManifest[0]!.weights.push(kernel);
  return model;
}

interface LayersModelJson {
  readonly modelTopology: {
    readonly config: {
      layers: { readonly name: string; readonly config: Readonly<Record<string, unknown>> }[];
    };
  };
  readonly weightsManifest: { readonly weights: object[] }[];
}
