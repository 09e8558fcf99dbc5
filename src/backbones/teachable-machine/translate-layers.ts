import type { z } from 'zod';
import type { GraphBuilder } from '../../onnx/graph-builder';
import { BackboneError } from '../backbone-error';
import { outputsFirst, samePads, scaled, type Convolution, type Pads } from './convolution';
import { configSchemas, type Layer } from './layers-model';
import { Value, type Shape } from './value';
import type { Weight, Weights } from './weights';

type Config<Name extends keyof typeof configSchemas> = z.infer<(typeof configSchemas)[Name]>;
type MapShape = Extract<Shape, { kind: 'map' }>;

const NO_PADS: Pads = [0, 0, 0, 0];
/** Layers of a model; a network of a thousand is unheard of in a browser. */
const MOST_LAYERS = 2000;

/** A dense layer as it was met: its input is a row. */
export interface DenseLayer {
  readonly input: Value;
  /** float32, [inputs, units], row-major */
  readonly weights: Float32Array;
  /** float32, [units] */
  readonly bias: Float32Array;
  readonly units: number;
  readonly activation: string;
}

/** Writes the layers of Keras as nodes of ONNX. */
export class LayerTranslator {
  readonly #graph: GraphBuilder;
  readonly #weights: Weights;
  /** Dense layers by their outputs, in the order in which they were met. */
  readonly denseLayers = new Map<Value, DenseLayer>();
  #count = 0;
  #layers = 0;

  constructor(graph: GraphBuilder, weights: Weights) {
    this.#graph = graph;
    this.#weights = weights;
  }

  /**
   * @param inputs outputs of the layers before
   * @throws {BackboneError} for a layer that is not translated
   */
  translate(layer: Layer, inputs: readonly Value[]): Value {
    const name = nameOf(layer);
    const [input] = inputs;
    if (++this.#layers > MOST_LAYERS) throw new BackboneError('The model has too many layers.');
    if (input === undefined)
      throw new BackboneError(`The layer ${JSON.stringify(name)} has no input.`);
    switch (layer.class_name) {
      case 'Dropout':
        return input;
      case 'ZeroPadding2D':
        return this.#pad(input, configOf(layer, 'ZeroPadding2D'), name);
      case 'Conv2D':
        return this.#convolve(input, configOf(layer, 'Conv2D'), name);
      case 'DepthwiseConv2D':
        return this.#convolveDepthwise(input, configOf(layer, 'DepthwiseConv2D'), name);
      case 'BatchNormalization':
        return this.#normalise(input, configOf(layer, 'BatchNormalization'), name);
      case 'ReLU':
        return this.#rectify(input, configOf(layer, 'ReLU').max_value ?? undefined, name);
      case 'Activation':
        return this.#activate(input, configOf(layer, 'Activation').activation, name);
      case 'Add':
        return this.#add(inputs, name);
      case 'GlobalAveragePooling2D':
        return this.#average(input, name);
      case 'Dense':
        return this.#dense(input, configOf(layer, 'Dense'), name);
      default:
        throw new BackboneError(
          `The layer ${JSON.stringify(name)} is a ${JSON.stringify(layer.class_name)}, which is not translated.`,
        );
    }
  }

  #pad(input: Value, { padding }: Config<'ZeroPadding2D'>, name: string): Value {
    const { height, width, channels } = mapOf(input, name);
    const [[top, bottom], [left, right]] = padding;
    const pads: Pads = [top, left, bottom, right];
    const shape: Shape = {
      kind: 'map',
      height: height + top + bottom,
      width: width + left + right,
      channels,
    };
    const write = (): string => {
      const amounts = BigInt64Array.from([0, 0, top, left, 0, 0, bottom, right], BigInt);
      const constant = this.#graph.constant(this.#fresh(name, 'pads'), 'INT64', [8], amounts);
      return this.#graph.node('Pad', this.#fresh(name), [input.name, constant]);
    };
    return new Value(shape, write, { padding: { of: input, pads } });
  }

  #convolve(input: Value, config: Config<'Conv2D'>, name: string): Value {
    const { channels } = mapOf(input, name);
    const [height, width] = config.kernel_size;
    const kernel = this.#weight(name, 'kernel', [height, width, channels, undefined]);
    const outputs = kernel.shape[3]!;
    return this.#place(input, config, name, {
      filter: outputsFirst(kernel.values, [height, width, channels, outputs]),
      shape: [outputs, channels, height, width],
      groups: 1,
    });
  }

  #convolveDepthwise(input: Value, config: Config<'DepthwiseConv2D'>, name: string): Value {
    const { channels } = mapOf(input, name);
    const [height, width] = config.kernel_size;
    const each = config.depth_multiplier;
    const kernel = this.#weight(name, 'depthwise_kernel', [height, width, channels, each]);
    const outputs = channels * each;
    return this.#place(input, config, name, {
      // [h, w, inputs, each] is [h, w, 1, inputs · each]
      filter: outputsFirst(kernel.values, [height, width, 1, outputs]),
      shape: [outputs, 1, height, width],
      groups: channels,
    });
  }

  #place(
    input: Value,
    config: Config<'Conv2D'> | Config<'DepthwiseConv2D'>,
    name: string,
    weights: Pick<Convolution, 'filter' | 'shape' | 'groups'>,
  ): Value {
    const { strides, dilation_rate: dilations, kernel_size: kernel } = config;
    const { height, width } = mapOf(input, name);
    const outputs = weights.shape[0];
    const bias = config.use_bias
      ? this.#weight(name, 'bias', [outputs]).values
      : new Float32Array(outputs);
    const isSame = config.padding === 'same';
    const own = isSame ? samePads([height, width], kernel, strides, dilations) : NO_PADS;
    const size = (whole: number, before: number, after: number, axis: 0 | 1): number =>
      Math.floor(
        (whole + before + after - dilations[axis] * (kernel[axis] - 1) - 1) / strides[axis],
      ) + 1;
    const shape: MapShape = {
      kind: 'map',
      height: size(height, own[0], own[2], 0),
      width: size(width, own[1], own[3], 1),
      channels: outputs,
    };
    if (shape.height < 1 || shape.width < 1) {
      throw new BackboneError(`The layer ${JSON.stringify(name)} leaves nothing of the picture.`);
    }
    // Zeros that a layer of its own puts around the map become those of the convolution.
    const { of, pads } = input.padding ?? { of: input, pads: NO_PADS };
    const all = own.map((amount, i) => amount + pads[i]!) as unknown as Pads;
    const convolution = { ...weights, bias, strides, dilations, pads: all };
    const plain = this.#convolution(of, convolution, shape, name);
    return this.#activate(plain, config.activation ?? 'linear', name);
  }

  #convolution(input: Value, convolution: Convolution, shape: Shape, name: string): Value {
    const write = (): string => {
      const { filter, shape: sizes, bias, strides, dilations, pads, groups } = convolution;
      return this.#graph.node(
        'Conv',
        this.#fresh(name),
        [
          input.name,
          this.#graph.constant(this.#fresh(name, 'filter'), 'FLOAT', sizes, filter),
          this.#graph.constant(this.#fresh(name, 'bias'), 'FLOAT', [bias.length], bias),
        ],
        { kernel_shape: sizes.slice(2), strides, dilations, pads, group: groups },
      );
    };
    return new Value(shape, write, { convolution: { of: input, with: convolution } });
  }

  #normalise(input: Value, config: Config<'BatchNormalization'>, name: string): Value {
    const { channels } = mapOf(input, name);
    const values = (weight: string): Float32Array => this.#weight(name, weight, [channels]).values;
    const mean = values('moving_mean');
    const variance = values('moving_variance');
    const gamma = config.scale ? values('gamma') : new Float32Array(channels).fill(1);
    const beta = config.center ? values('beta') : new Float32Array(channels);
    const factors = gamma.map((value, i) => value / Math.sqrt(variance[i]! + config.epsilon));
    const offsets = beta.map((value, i) => value - mean[i]! * factors[i]!);
    if (input.convolution !== undefined) {
      const { of, with: convolution } = input.convolution;
      return this.#convolution(of, scaled(convolution, factors, offsets), input.shape, name);
    }
    const write = (): string => {
      const constant = (part: string, numbers: Float32Array): string =>
        this.#graph.constant(this.#fresh(name, part), 'FLOAT', [channels, 1, 1], numbers);
      const product = this.#graph.node('Mul', this.#fresh(name, 'product'), [
        input.name,
        constant('factors', factors),
      ]);
      return this.#graph.node('Add', this.#fresh(name), [product, constant('offsets', offsets)]);
    };
    return new Value(input.shape, write);
  }

  #rectify(input: Value, most: number | undefined, name: string): Value {
    return new Value(input.shape, () => {
      if (most === undefined) return this.#graph.node('Relu', this.#fresh(name), [input.name]);
      const bound = (part: string, value: number): string =>
        this.#graph.constant(this.#fresh(name, part), 'FLOAT', [], Float32Array.of(value));
      const inputs = [input.name, bound('least', 0), bound('most', most)];
      return this.#graph.node('Clip', this.#fresh(name), inputs);
    });
  }

  #activate(input: Value, activation: string, name: string): Value {
    switch (activation) {
      case 'linear':
        return input;
      case 'relu':
        return this.#rectify(input, undefined, name);
      case 'relu6':
        return this.#rectify(input, 6, name);
      case 'sigmoid':
        return new Value(input.shape, () =>
          this.#graph.node('Sigmoid', this.#fresh(name), [input.name]),
        );
      default:
        throw new BackboneError(
          `The layer ${JSON.stringify(name)} has the activation ${JSON.stringify(activation)}, which is not translated.`,
        );
    }
  }

  #add(inputs: readonly Value[], name: string): Value {
    const [first, second, ...more] = inputs;
    if (second === undefined || more.length > 0 || !haveSameShape(first!, second)) {
      throw new BackboneError(`The layer ${JSON.stringify(name)} adds what does not fit together.`);
    }
    return new Value(first!.shape, () =>
      this.#graph.node('Add', this.#fresh(name), [first!.name, second.name]),
    );
  }

  #average(input: Value, name: string): Value {
    const { channels } = mapOf(input, name);
    return new Value({ kind: 'row', width: channels }, () => {
      const pooled = this.#graph.node('GlobalAveragePool', this.#fresh(name, 'map'), [input.name]);
      return this.#graph.node('Flatten', this.#fresh(name), [pooled]);
    });
  }

  #dense(input: Value, config: Config<'Dense'>, name: string): Value {
    if (input.shape.kind !== 'row') {
      throw new BackboneError(
        `The layer ${JSON.stringify(name)} is given a map, not pooled features.`,
      );
    }
    const { units } = config;
    const kernel = this.#weight(name, 'kernel', [input.shape.width, units]);
    const bias = config.use_bias
      ? this.#weight(name, 'bias', [units]).values
      : new Float32Array(units);
    const activation = config.activation ?? 'linear';
    const plain = new Value({ kind: 'row', width: units }, () =>
      this.#graph.node('Gemm', this.#fresh(name, 'sum'), [
        input.name,
        this.#graph.constant(this.#fresh(name, 'kernel'), 'FLOAT', kernel.shape, kernel.values),
        this.#graph.constant(this.#fresh(name, 'bias'), 'FLOAT', [units], bias),
      ]),
    );
    // The head is not part of the graph: its softmax is applied by who uses it.
    const output = activation === 'softmax' ? plain : this.#activate(plain, activation, name);
    this.denseLayers.set(output, { input, weights: kernel.values, bias, units, activation });
    return output;
  }

  /** @param shape sizes that it must have; any where undefined */
  #weight(layer: string, name: string, shape: readonly (number | undefined)[]): Weight {
    const weight = this.#weights.get(`${layer}/${name}`);
    const fits =
      weight?.shape.length === shape.length &&
      shape.every((size, i) => size === undefined || size === weight.shape[i]);
    if (weight !== undefined && fits) return weight;
    const found = weight === undefined ? 'are missing' : `are ${weight.shape.join('×')}`;
    throw new BackboneError(
      `The weights ${JSON.stringify(`${layer}/${name}`)} ${found}; ${shape.map((size) => size ?? '?').join('×')} are needed.`,
    );
  }

  /** Names of layers may repeat in nested models. */
  #fresh(layer: string, part?: string): string {
    this.#count++;
    return [`${layer}#${this.#count}`, ...(part === undefined ? [] : [part])].join('/');
  }
}

/** A layer's name, wherever its file has it. */
export function nameOf({ name, config, class_name: kind }: Layer): string {
  return name ?? (Array.isArray(config) ? undefined : config.name) ?? kind;
}

/**
 * The configuration of a layer.
 *
 * @throws {BackboneError} where it has settings that are not translated
 */
export function configOf<Name extends keyof typeof configSchemas>(
  layer: Layer,
  kind: Name,
): Config<Name> {
  const parsed = configSchemas[kind].safeParse(layer.config);
  if (parsed.success) return parsed.data as Config<Name>;
  const [issue] = parsed.error.issues;
  throw new BackboneError(
    `The layer ${JSON.stringify(nameOf(layer))} (${kind}) has a setting that is not translated: ${issue?.path.join('.') ?? ''}.`,
  );
}

function mapOf({ shape }: Value, layer: string): MapShape {
  if (shape.kind === 'map') return shape;
  throw new BackboneError(
    `The layer ${JSON.stringify(layer)} is given a row of numbers, not a map.`,
  );
}

function haveSameShape(a: Value, b: Value): boolean {
  return JSON.stringify(a.shape) === JSON.stringify(b.shape);
}
