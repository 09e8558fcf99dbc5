import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';
import { ELEMENT_TYPES, GraphBuilder } from '../../onnx/graph-builder';
import type { FoldedLayer, FoldedNetwork } from '../network/folded-network';
import type { ActivationRanges } from '../quantization/activation-ranges';
import {
  quantizationOf,
  quantizeBias,
  quantizeFilter,
  type Quantization,
} from '../../onnx/quantize';
import { samePads } from './onnx-graph';

/** That of the float32 graph. */
const OPERATOR_SET = 20;
/**
 * GELU by the hyperbolic tangent, an operator of ONNX Runtime's own: it differs from the exact one
 * by less than a step of 8 bits, and the graph takes 4% less time.
 */
const ONNX_RUNTIME = { domain: 'com.microsoft' };
/** GELU makes less than 0.004 of anything below: to tell such values apart would waste steps. */
const GELU_FLOOR = -3;

type Convolution = Extract<FoldedLayer, { kind: 'convolution' }>;

/**
 * The network with all convolutions but the whitening in 8-bit integers (QLinearConv: unsigned
 * activations, signed filters with a scale for each output channel), which is what ONNX Runtime
 * runs fastest on x86 with VNNI. GELU, the features and the head stay float32, and so does the
 * whitening, whose cost is nothing and whose outputs are very unequal.
 *
 * @param ranges of every layer's output on calibration images
 * @returns the model's protobuf bytes, with the same inputs and outputs as the float32 graph
 */
export function toInt8Onnx(
  layers: FoldedNetwork,
  ranges: ActivationRanges,
  producerVersion: string,
): Buffer {
  const head = layers.at(-1)!;
  if (head.kind !== 'dense') throw new Error('the last layer must be the head');
  const [features, classes] = head.shape;
  const writer = new Int8Writer(ranges);
  for (const layer of layers) writer.add(layer);
  return writer.graph.encode({
    name: 'classifier_int8',
    inputs: [
      { name: 'images', type: 'UINT8', shape: ['n', IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS] },
    ],
    outputs: [
      { name: 'logits', type: 'FLOAT', shape: ['n', classes] },
      { name: 'features', type: 'FLOAT', shape: ['n', features] },
    ],
    operatorSet: OPERATOR_SET,
    usesMicrosoftOperators: true,
    producerVersion,
  });
}

/** Walks the layers; between them a value is either float32 or 8-bit, and converted when needed. */
class Int8Writer {
  readonly graph = new GraphBuilder();
  readonly #ranges: ActivationRanges;
  readonly #taps: string[] = [];
  #last: string;
  #lastLayer = '';
  /** How the last value is quantized; undefined while it is float32. */
  #quantization: Quantization | undefined;

  constructor(ranges: ActivationRanges) {
    this.#ranges = ranges;
    const pixels = this.graph.node('Cast', 'pixels', ['images'], { to: ELEMENT_TYPES.FLOAT });
    this.#last = this.graph.node('Transpose', 'channels_first', [pixels], { perm: [0, 3, 1, 2] });
  }

  add(layer: FoldedLayer): void {
    const { graph } = this;
    const { name } = layer;
    switch (layer.kind) {
      case 'convolution':
        if (layer.padding === 'valid') this.#addFloatConvolution(layer);
        else this.#addConvolution(layer);
        break;
      case 'max-pool': {
        const square = [layer.size, layer.size];
        const attributes = { kernel_shape: square, strides: square };
        this.#last = graph.node('MaxPool', name, [this.#last], attributes);
        break;
      }
      case 'gelu':
        this.#last = graph.node('FastGelu', name, [this.#asFloat()], {}, ONNX_RUNTIME);
        break;
      case 'average-tap': {
        const pooled = graph.node('GlobalAveragePool', `${name}/pool`, [this.#asFloat()]);
        this.#taps.push(graph.node('Flatten', name, [pooled]));
        return; // it hands its input on, and the ranges are those of the layer before
      }
      case 'global-max-pool': {
        const pooled = graph.node('GlobalMaxPool', `${name}/pool`, [this.#asFloat()]);
        this.#last = graph.node('Flatten', name, [pooled]);
        break;
      }
      case 'features':
        this.#last = graph.node('Concat', 'features', [this.#last, ...this.#taps], { axis: 1 });
        break;
      case 'dense':
        this.#last = graph.node('Gemm', 'logits', [
          this.#last,
          graph.constant(`${name}/kernel`, 'FLOAT', layer.shape, layer.weights),
          graph.constant(`${name}/bias`, 'FLOAT', [layer.shape[1]], layer.bias),
        ]);
        break;
    }
    this.#lastLayer = name;
  }

  #addFloatConvolution({ name, filter, shape, bias }: Convolution): void {
    const { graph } = this;
    const [height, width, , outputs] = shape;
    const kernel = graph.node(
      'Transpose',
      `${name}/filter`,
      [graph.constant(`${name}/kernel`, 'FLOAT', shape, filter)],
      { perm: [3, 2, 0, 1] },
    );
    this.#last = graph.node(
      'Conv',
      name,
      [this.#last, kernel, graph.constant(`${name}/bias`, 'FLOAT', [outputs], bias)],
      { kernel_shape: [height, width], pads: [0, 0, 0, 0], strides: [1, 1] },
    );
  }

  #addConvolution({ name, filter, shape, bias }: Convolution): void {
    const { graph } = this;
    const [height, width, inputs, outputs] = shape;
    const input = this.#asInteger();
    const { values, scales } = quantizeFilter(filter, shape);
    const [minimum, maximum] = this.#rangeOf(name);
    const output = quantizationOf(Math.max(minimum, GELU_FLOOR), maximum);
    this.#last = graph.node(
      'QLinearConv',
      name,
      [
        this.#last,
        ...this.#parameters(`${name}/input`, input),
        graph.constant(`${name}/kernel`, 'INT8', [outputs, inputs, height, width], values),
        graph.constant(`${name}/kernel_scale`, 'FLOAT', [outputs], scales),
        graph.constant(`${name}/kernel_zero`, 'INT8', [outputs], new Int8Array(outputs)),
        ...this.#parameters(`${name}/output`, output),
        graph.constant(`${name}/bias`, 'INT32', [outputs], quantizeBias(bias, input.scale, scales)),
      ],
      { kernel_shape: [height, width], pads: samePads(height, width), strides: [1, 1] },
    );
    this.#quantization = output;
  }

  /** Makes the last value float32, and names it. */
  #asFloat(): string {
    if (this.#quantization !== undefined) {
      const parameters = this.#parameters(`${this.#last}/real`, this.#quantization);
      this.#last = this.graph.node('DequantizeLinear', `${this.#last}/float`, [
        this.#last,
        ...parameters,
      ]);
      this.#quantization = undefined;
    }
    return this.#last;
  }

  /** Makes the last value 8-bit, and says how. */
  #asInteger(): Quantization {
    if (this.#quantization === undefined) {
      const quantization = quantizationOf(...this.#rangeOf(this.#lastLayer));
      const parameters = this.#parameters(`${this.#last}/whole`, quantization);
      this.#last = this.graph.node('QuantizeLinear', `${this.#last}/int8`, [
        this.#last,
        ...parameters,
      ]);
      this.#quantization = quantization;
    }
    return this.#quantization;
  }

  #parameters(prefix: string, { scale, zeroPoint }: Quantization): [string, string] {
    return [
      this.graph.constant(`${prefix}_scale`, 'FLOAT', [], Float32Array.of(scale)),
      this.graph.constant(`${prefix}_zero`, 'UINT8', [], Uint8Array.of(zeroPoint)),
    ];
  }

  #rangeOf(layer: string): readonly [number, number] {
    const range = this.#ranges.get(layer);
    if (range === undefined) throw new Error(`no values of layer ${layer} were observed`);
    return range;
  }
}
