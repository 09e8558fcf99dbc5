import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onnx } from 'onnx-proto';
import { BackboneError } from '../../../src/backbones/backbone-error';
import { buildBackboneGraph } from '../../../src/backbones/onnx/build-graph';
import { changed, convolutional, type DecodedGraph, type DecodedNode } from './networks';

const { DataType } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;
const EXTERNAL = onnx.TensorProto.DataLocation.EXTERNAL;

const hostile = (change: Parameters<typeof changed>[1]): Uint8Array =>
  changed(convolutional(), change);

/** A tensor whose values would be read from a file of the working directory. */
const elsewhere = (name: string): onnx.ITensorProto => ({
  name,
  dims: [4],
  dataType: DataType.FLOAT,
  dataLocation: EXTERNAL,
  externalData: [{ key: 'location', value: 'secret.txt' }],
});

const indices: onnx.ITensorProto = {
  dims: [4],
  dataType: DataType.INT64,
  int64Data: [0, 1, 2, 3],
};

const sizes = (...values: number[]): onnx.ITensorProto => ({
  name: 'sizes',
  dims: [values.length],
  dataType: DataType.INT64,
  int64Data: values,
});

const setKernel = (graph: DecodedGraph, values: Float32Array): void => {
  graph.initializer[0]!.rawData = new Uint8Array(values.buffer);
};

const add = (graph: DecodedGraph, ...nodes: DecodedNode[]): void =>
  void graph.node.unshift(...nodes);

const constant = (attribute: onnx.IAttributeProto): DecodedNode => ({
  opType: 'Constant',
  input: [],
  output: ['extra'],
  attribute: [attribute],
});

const subgraph = (graph: onnx.IGraphProto): DecodedNode => ({
  opType: 'Relu',
  input: ['input'],
  output: ['extra'],
  attribute: [{ name: 'body', type: AttributeType.GRAPH, g: graph }],
});

const CASES: readonly (readonly [name: string, file: () => Uint8Array, message: RegExp])[] = [
  ['an empty file', () => new Uint8Array(), /not an ONNX model/],
  ['text', () => Buffer.from('this is no network, but a sentence'), /not an ONNX model/],
  ['a file cut in half', () => convolutional().subarray(0, 400), /not an ONNX model/],
  ['no nodes', () => hostile((graph) => (graph.node = [])), /graph is empty/],
  [
    'weights in another file',
    () => hostile((graph) => (graph.initializer[0] = elsewhere('kernel'))),
    /"kernel" lie in another file/,
  ],
  [
    'a place in another file without the mark of it',
    () =>
      hostile((graph) => (graph.initializer[0]!.externalData = [{ key: 'location', value: 'x' }])),
    /lie in another file/,
  ],
  [
    'a constant with values in another file',
    () =>
      hostile((graph) => {
        add(graph, constant({ name: 'value', type: AttributeType.TENSOR, t: elsewhere('c') }));
      }),
    /"c" lie in another file/,
  ],
  [
    'a sparse constant with values in another file',
    () =>
      hostile((graph) => {
        const sparseTensor = { dims: [4], values: elsewhere('s'), indices };
        const type = AttributeType.SPARSE_TENSOR;
        add(graph, constant({ name: 'sparse_value', type, sparseTensor }));
      }),
    /sparse tensor/,
  ],
  [
    'sparse weights',
    () =>
      hostile(
        (graph) => (graph.sparseInitializer = [{ dims: [4], values: elsewhere('s'), indices }]),
      ),
    /sparse tensor \("s"\)/,
  ],
  [
    'a graph in a node with values in another file',
    () => hostile((graph) => add(graph, subgraph({ initializer: [elsewhere('inner')] }))),
    /"inner" lie in another file/,
  ],
  [
    'functions',
    () => hostile((_, model) => (model.functions = [{ name: 'f', node: [] }])),
    /operators of its own/,
  ],
  [
    'training information',
    () =>
      hostile(
        (_, model) => (model.trainingInfo = [{ algorithm: { initializer: [elsewhere('t')] } }]),
      ),
    /made for training/,
  ],
  [
    'an operator of somebody else',
    () => hostile((graph) => (graph.node[0]!.domain = 'com.example')),
    /operator "com\.example\.Conv"/,
  ],
  [
    "ONNX Runtime's operators for training",
    () => hostile((graph) => (graph.node[0]!.domain = 'ai.onnx.training')),
    /operator "ai\.onnx\.training\.Conv"/,
  ],
  ['a loop', () => hostile((graph) => (graph.node[0]!.opType = 'Loop')), /operator "Loop"/],
  [
    'a cycle',
    () =>
      hostile((graph) =>
        graph.node.find(({ opType }) => opType === 'Conv')!.input.splice(0, 1, 'flat'),
      ),
    /has a cycle/,
  ],
  [
    'a tensor that nothing makes',
    () => hostile((graph) => graph.node[1]!.input.splice(0, 1, 'nowhere')),
    /"nowhere" is used in the network and never made/,
  ],
  [
    'a tensor that is made twice',
    () => hostile((graph) => add(graph, { opType: 'Relu', input: ['input'], output: ['map'] })),
    /"map" of the network is made twice/,
  ],
  [
    'operators that are not invented yet',
    () => hostile((_, model) => (model.opsetImport[0]!.version = 99)),
    /version 99 of ONNX's operators; versions 7 to 26/,
  ],
  [
    'no version of operators',
    () => hostile((_, model) => (model.opsetImport = [])),
    /version 0 of ONNX's operators/,
  ],
  [
    'a Reshape to a billion elements',
    () =>
      hostile((graph) => {
        graph.initializer.push(sizes(1, 1e9));
        add(graph, { opType: 'Reshape', input: ['input', 'sizes'], output: ['extra'] });
      }),
    /tensor of 1000000000 elements/,
  ],
  [
    'a constant made of a billion elements',
    () =>
      hostile((graph) => {
        graph.initializer.push(sizes(1e5, 1e4));
        add(graph, { opType: 'ConstantOfShape', input: ['sizes'], output: ['extra'] });
      }),
    /tensor of 1000000000 elements/,
  ],
  [
    'weights of a billion elements that are not there',
    () => hostile((graph) => (graph.initializer[0]!.dims = [1e9])),
    /has 135 values where its dimensions 1000000000 need/,
  ],
  [
    'weights that are not numbers',
    () =>
      hostile((graph) => {
        setKernel(graph, new Float32Array(135).fill(NaN, 7, 8));
      }),
    /"kernel" has values that are not finite/,
  ],
  [
    'infinite weights',
    () =>
      hostile((graph) => {
        setKernel(graph, new Float32Array(135).fill(Infinity, 7, 8));
      }),
    /"kernel" has values that are not finite/,
  ],
  [
    'features that overflow',
    () =>
      hostile((graph) => {
        setKernel(graph, new Float32Array(135).fill(3e38));
      }),
    /features that are not finite/,
  ],
  [
    'weights of zero',
    () => hostile((graph) => setKernel(graph, new Float32Array(135))),
    /same features for every picture/,
  ],
  [
    'two inputs',
    () =>
      hostile((graph) => {
        graph.input.push({ ...graph.input[0]!, name: 'mask' });
        graph.node[1]!.input.push('mask');
      }),
    /2 inputs \("input", "mask"\)/,
  ],
  [
    'no input',
    () => hostile((graph) => (graph.input = [])),
    /"input" is used in the network and never made/,
  ],
  [
    'words as its input',
    () => hostile((graph) => (graph.input[0]!.type!.tensorType!.elemType = DataType.INT64)),
    /"input" is not a picture/,
  ],
  [
    'a list as its input',
    () => convolutional({ shape: ['n', 192] }),
    /\?×192, not of four dimensions/,
  ],
  [
    'a grey picture as its input',
    () => convolutional({ shape: ['n', 1, 8, 8] }),
    /\?×1×8×8: not pictures of three colours/,
  ],
  [
    'enormous pictures',
    () => convolutional({ shape: ['n', 3, 4096, 4096] }),
    /pictures of 4096 pixels/,
  ],
  [
    'pictures of no size',
    () => convolutional({ shape: ['a', 'b', 'c', 'd'] }),
    /pictures of any size/,
  ],
];

const GRAPH_OF_MODEL = 7;

/** A field of protobuf with bytes. */
function message(field: number, bytes: Buffer): Buffer {
  const head = [8 * field + 2];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    head.push((rest % 128) + (rest >= 128 ? 128 : 0));
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from(head), bytes]);
}

describe('a network that must not be run', () => {
  it.each(CASES)('is refused in one line for %s', async (_, file, message) => {
    const error = await buildBackboneGraph(file(), {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BackboneError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('may have the bounds of a Clip as infinite numbers', async () => {
    const file = hostile((graph) => {
      const bound = { dims: [], dataType: DataType.FLOAT };
      graph.initializer.push(
        { ...bound, name: 'low', floatData: [0] },
        { ...bound, name: 'high', floatData: [Infinity] },
      );
      const relu = graph.node.find(({ opType }) => opType === 'Relu')!;
      relu.opType = 'Clip';
      relu.input = [...relu.input, 'low', 'high'];
    });
    await expect(buildBackboneGraph(file, {})).resolves.toMatchObject({ features: 5 });
  });

  it('does not fill the memory when it is decoded', async () => {
    // A node of no fields takes two bytes of the file.
    const nodes = message(GRAPH_OF_MODEL, Buffer.alloc(4_000_000, message(1, Buffer.alloc(0))));
    await expect(buildBackboneGraph(nodes, {})).rejects.toThrow(/more than 1000000 parts/);
    const wholeNumbers = message(7, Buffer.alloc(17 * 1024 * 1024));
    const listed = message(GRAPH_OF_MODEL, message(5, wholeNumbers));
    await expect(buildBackboneGraph(listed, {})).rejects.toThrow(/too many values one by one/);
  });

  it('reads no file, whatever its sparse constant says', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
    const before = process.cwd();
    try {
      writeFileSync(path.join(folder, 'secret.txt'), 'a password of 16');
      process.chdir(folder);
      const file = CASES.find(([name]) => name.startsWith('a sparse constant'))![1]();
      await expect(buildBackboneGraph(file, {})).rejects.toThrow(/sparse/);
      expect(readdirSync(folder)).toEqual(['secret.txt']);
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});
