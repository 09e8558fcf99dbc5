import { onnx } from 'onnx-proto';
import { LARGEST_INPUT_SIDE, type InputSpec } from '../../config/input-spec';
import { BackboneError } from '../backbone-error';
import { attributeOf, dimensionsOf, shapeText, type Graph } from './graph';
import { quoted } from './tensor-values';

const { FLOAT, FLOAT16, UINT8 } = onnx.TensorProto.DataType;

/** What a network takes, as its graph has it. */
export interface ImageInput {
  readonly name: string;
  readonly type: 'float32' | 'float16' | 'uint8';
  readonly layout: InputSpec['layout'];
  /** In pixels; undefined where the network leaves it open. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Pictures at once that it is made for; undefined where it leaves that open. */
  readonly batch: number | undefined;
}

const TYPES: ReadonlyMap<number, ImageInput['type']> = new Map([
  [FLOAT, 'float32'],
  [FLOAT16, 'float16'],
  [UINT8, 'uint8'],
]);

/**
 * Finds the one input of a network that takes a picture.
 *
 * @param layout where the graph does not tell
 * @throws {BackboneError} when it takes anything else, or more
 */
export function imageInputOf(graph: Graph, layout?: InputSpec['layout']): ImageInput {
  const { inputs } = graph;
  const [input] = inputs;
  if (input === undefined) {
    throw new BackboneError('The network has no input; a backbone takes a picture.');
  }
  if (inputs.length > 1) {
    const names = inputs.map(({ name }) => quoted(name ?? '')).join(', ');
    throw new BackboneError(
      `The network has ${inputs.length} inputs (${names}); a backbone takes a picture and nothing else.`,
    );
  }
  const name = input.name ?? '';
  const type = TYPES.get(input.type?.tensorType?.elemType ?? 0);
  const dimensions = dimensionsOf(input);
  if (type === undefined) {
    throw new BackboneError(
      `The input ${quoted(name)} is not a picture: pictures are float32, float16 or uint8.`,
    );
  }
  if (dimensions?.length !== 4) {
    throw new BackboneError(
      `The input ${quoted(name)} is not a batch of pictures: it is ${shapeText(dimensions)}, not of four dimensions.`,
    );
  }
  const found = layoutOf(graph, name, dimensions, layout);
  const [, second, third, fourth] = dimensions;
  const [height, width] = found === 'NCHW' ? [third, fourth] : [second, third];
  const largest = Math.max(width ?? 0, height ?? 0);
  if (largest > LARGEST_INPUT_SIDE) {
    throw new BackboneError(
      `The network takes pictures of ${largest} pixels; up to ${LARGEST_INPUT_SIDE} are decoded here.`,
    );
  }
  return { name, type, layout: found, width, height, batch: dimensions[0] };
}

function layoutOf(
  graph: Graph,
  name: string,
  dimensions: readonly (number | undefined)[],
  wanted: InputSpec['layout'] | undefined,
): InputSpec['layout'] {
  const [, second, , fourth] = dimensions;
  const could = {
    NCHW: second === 3 || second === undefined,
    NHWC: fourth === 3 || fourth === undefined,
  };
  if (wanted !== undefined && could[wanted]) return wanted;
  if (wanted !== undefined || (!could.NCHW && !could.NHWC)) {
    throw new BackboneError(
      `The input ${quoted(name)} is ${shapeText(dimensions)}: not pictures of three colours${wanted === undefined ? '' : ` in the order ${wanted}`}.`,
    );
  }
  if (second === 3) return 'NCHW';
  if (fourth === 3) return 'NHWC';
  const taken = layoutTakenBy(graph, name);
  if (taken === undefined) {
    throw new BackboneError(
      `Whether the network takes colours first or last cannot be seen (its input is ${shapeText(dimensions)}): name the layout, NCHW or NHWC.`,
    );
  }
  return taken;
}

/** What the first nodes make of the input tells the order of its dimensions. */
function layoutTakenBy(
  { nodes, constants }: Graph,
  input: string,
): InputSpec['layout'] | undefined {
  const takers = nodes.filter((node) => node.input?.[0] === input);
  for (const taker of takers) {
    switch (taker.opType) {
      case 'Conv': {
        const weights = constants.get(taker.input?.[1] ?? '');
        if (Number(weights?.dims?.[1]) === 3) return 'NCHW';
        break;
      }
      case 'Transpose': {
        const order = attributeOf(taker, 'perm')?.ints?.map(Number).join();
        if (order === '0,3,1,2') return 'NHWC';
        if (order === '0,2,3,1') return 'NCHW';
        break;
      }
      case 'Cast':
      case 'Sub':
      case 'Add':
      case 'Mul':
      case 'Div':
      case 'QuantizeLinear':
      case 'DequantizeLinear':
      case 'Identity': {
        const found = layoutTakenBy({ nodes, constants } as Graph, taker.output?.[0] ?? '');
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}
