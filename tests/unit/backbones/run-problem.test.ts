import { onnx } from 'onnx-proto';
import { BackboneError } from '../../../src/backbones/backbone-error';
import { buildBackboneGraph } from '../../../src/backbones/onnx/build-graph';
import { runProblem } from '../../../src/backbones/onnx/run-problem';
import { changed, convolutional, type DecodedNode } from './networks';

const { AttributeType } = onnx.AttributeProto;
// Words of ONNX Runtime, which users are not to meet.
const RAW = /Node|domain_version|Status|schema|Type Error|tensor\(|invalid model|Inference/;

const withConvolution = (change: (node: DecodedNode) => void): Uint8Array =>
  changed(convolutional(), (graph) => change(graph.node.find(({ opType }) => opType === 'Conv')!));

const operator = (name: string) => (): Uint8Array =>
  withConvolution((node) => {
    node.opType = name;
    node.attribute = [];
  });

const CASES: readonly (readonly [name: string, file: () => Uint8Array, message: RegExp])[] = [
  ['an operator that there is not', operator('Konv'), /no operator "Konv" in version \d+ of/],
  [
    'a setting that there is not',
    () =>
      withConvolution(
        (node) => (node.attribute = [{ name: 'oddity', type: AttributeType.INT, i: 1 }]),
      ),
    /operator "Conv" has a setting "oddity"/,
  ],
  ['a setting that is missing', operator('Einsum'), /operators lacks the setting "equation"/],
  [
    'too many inputs',
    () => withConvolution((node) => node.input.push('kernel', 'kernel')),
    /operator "Conv" has too few or too many inputs/,
  ],
  ['numbers of another type', operator('ConvInteger'), /"ConvInteger" is given numbers of a type/],
  ['tensors that do not fit together', operator('MatMul'), /do not fit together .* "MatMul"/],
  [
    'pictures that are too small for it',
    () =>
      withConvolution(
        (node) =>
          (node.attribute = [{ name: 'dilations', type: AttributeType.INTS, ints: [1000, 1000] }]),
      ),
    /operator "Conv" fails on a picture/,
  ],
];

describe('a network that ONNX Runtime does not run', () => {
  it.each(CASES)('is refused in the words of the service for %s', async (_, file, message) => {
    const error = await buildBackboneGraph(file(), {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BackboneError);
    const refusal = error as BackboneError;
    expect(refusal.message).toMatch(message);
    expect(refusal.message).not.toMatch(RAW);
    // The log tells what the answer does not.
    expect((refusal.cause as Error).message).toMatch(/./);
  });

  it.each([
    [
      'NOT_IMPLEMENTED : Could not find an implementation for ConvInteger(10) node with name "c"',
      /operator "ConvInteger" has no code here .* float32 instead/,
    ],
    ['std::bad_alloc', /more memory than there is/],
    ['Got invalid dimensions for input: x Got: 8 Expected: 9', /pictures of another size/],
    ['Unsupported model IR version: 99, max supported IR version: 13', /a newer ONNX/],
    ['/onnxruntime_src/x.cc:1 void f() something new', /does not take it.* in the log/],
  ])('is refused in the words of the service where it says %s', (text, message) => {
    const refusal = runProblem(new Error(text));
    expect(refusal.message).toMatch(message);
    expect(refusal.message).not.toMatch(/onnxruntime_src|Got|IR version|bad_alloc/);
    expect(refusal.cause).toMatchObject({ message: text });
  });
});
