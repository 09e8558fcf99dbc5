import * as tf from '@tensorflow/tfjs';
import { registerWasmConvolutionGradient } from '../operations/convolution-gradient';
import type { RunningStatistics } from '../operations/batch-norm';
import { FUSED_OPERATIONS, type Operations } from '../operations/operations';
import { seededRandom, type Random } from '../../evaluation/random';
import {
  EPSILON,
  HEAD_SCALE,
  WHITENING_CHANNELS,
  type NetworkSpecification,
} from './specification';
import { variableOf } from './variable';
import type { Whitening } from './whitening';

/** What decides how a parameter is trained. */
export type ParameterGroup = 'whitening-shift' | 'filter' | 'norm-shift' | 'head';

export interface Parameter {
  readonly name: string;
  readonly group: ParameterGroup;
  readonly variable: tf.Variable;
}

/** Convolution → (pooling) → batch norm → GELU. */
export interface ConvolutionUnit {
  /** float32, [3, 3, in, out], HWIO, SAME */
  readonly filter: Parameter;
  /** float32, [out] */
  readonly shift: Parameter;
  readonly running: RunningStatistics;
  /** Max pooling of 2×2 with stride 2 between the convolution and its normalisation. */
  readonly pooled: boolean;
}

/** The network while it is trained: variables, and the forward pass over them. */
export interface Network {
  readonly specification: NetworkSpecification;
  readonly classes: number;
  readonly whitening: Whitening;
  /** float32, [24] */
  readonly whiteningShift: Parameter;
  readonly units: readonly ConvolutionUnit[];
  /** float32, [features, classes] */
  readonly head: Parameter;
  readonly parameters: readonly Parameter[];
  /**
   * @param images float32, [n, 32, 32, 3], 0-255
   * @returns logits, float32, [n, classes], batch-normalised with this batch's statistics
   */
  forwardTraining(images: tf.Tensor4D): tf.Tensor2D;
  dispose(): void;
}

/** Share of the old running statistics that an update keeps (airbench: 0.6). */
const NORM = { epsilon: EPSILON, momentum: 0.6 };

/**
 * Builds a network with fresh weights.
 *
 * @param classes number of classes
 * @param seed decides the weights
 * @param operations for measurements, which compare their forms
 */
export function createNetwork(
  specification: NetworkSpecification,
  classes: number,
  whitening: Whitening,
  seed: number,
  operations: Operations = FUSED_OPERATIONS,
): Network {
  registerWasmConvolutionGradient();
  const random = seededRandom(seed, 0);
  const whiteningShift = parameter(
    'whitening/shift',
    'whitening-shift',
    tf.zeros([WHITENING_CHANNELS]),
  );
  const units: ConvolutionUnit[] = [];
  let channels = WHITENING_CHANNELS;
  for (const [block, width] of specification.widths.entries()) {
    for (const layer of [1, 2]) {
      units.push(
        createUnit(`block${block + 1}/conv${layer}`, channels, width, layer === 1, random),
      );
      channels = width;
    }
  }
  const head = parameter('head', 'head', uniform([channels, classes], channels, random));

  const whiteningFilter = tf.tensor4d(whitening.filter, [2, 2, 3, WHITENING_CHANNELS]);
  const whiteningOffset = tf.tensor1d(whitening.offset);
  const parameters = [whiteningShift, ...units.flatMap((u) => [u.filter, u.shift]), head];
  return {
    specification,
    classes,
    whitening,
    whiteningShift,
    units,
    head,
    parameters,
    forwardTraining(images) {
      const shift = whiteningOffset.add(whiteningShift.variable);
      let x = operations.gelu(
        tf.conv2d(images, whiteningFilter, 1, 'valid').add<tf.Tensor4D>(shift),
      );
      for (const unit of units) x = forwardUnit(unit, x, operations);
      const features = tf.max(x, [1, 2]);
      return tf.matMul<tf.Tensor2D>(features, head.variable as tf.Tensor2D).mul(HEAD_SCALE);
    },
    dispose() {
      tf.dispose([whiteningFilter, whiteningOffset]);
      for (const { variable } of parameters) variable.dispose();
      for (const { running } of units) tf.dispose([running.mean, running.variance]);
    },
  };
}

function forwardUnit(
  unit: ConvolutionUnit,
  input: tf.Tensor4D,
  { batchNorm, gelu, maxPoolHalf }: Operations,
): tf.Tensor4D {
  let x = tf.conv2d(input, unit.filter.variable as tf.Tensor4D, 1, 'same');
  if (unit.pooled) x = maxPoolHalf(x);
  return gelu(batchNorm(x, unit.shift.variable as tf.Tensor1D, unit.running, NORM));
}

function createUnit(
  name: string,
  inputs: number,
  outputs: number,
  pooled: boolean,
  random: Random,
): ConvolutionUnit {
  return {
    filter: parameter(`${name}/filter`, 'filter', diracFilter(inputs, outputs, random)),
    shift: parameter(`${name}/shift`, 'norm-shift', tf.zeros([outputs])),
    running: {
      mean: variableOf(tf.zeros([outputs]), false),
      variance: variableOf(tf.ones([outputs]), false),
    },
    pooled,
  };
}

/** Uniform weights whose first filters pass their input channel through unchanged (airbench). */
function diracFilter(inputs: number, outputs: number, random: Random): tf.Tensor4D {
  const values = uniformValues(9 * inputs * outputs, 9 * inputs, random);
  const centre = 4 * inputs * outputs;
  for (let filter = 0; filter < Math.min(inputs, outputs); filter++) {
    for (let position = 0; position < 9; position++) {
      for (let channel = 0; channel < inputs; channel++) {
        values[(position * inputs + channel) * outputs + filter] = 0;
      }
    }
    values[centre + filter * outputs + filter] = 1;
  }
  return tf.tensor4d(values, [3, 3, inputs, outputs]);
}

function uniform(shape: [number, number], fanIn: number, random: Random): tf.Tensor2D {
  return tf.tensor2d(uniformValues(shape[0] * shape[1], fanIn, random), shape);
}

/** Uniform in ±1/√fanIn, PyTorch's default for convolutions and linear layers. */
function uniformValues(size: number, fanIn: number, random: Random): Float32Array {
  const bound = 1 / Math.sqrt(fanIn);
  return Float32Array.from({ length: size }, () => (random.next() * 2 - 1) * bound);
}

function parameter(name: string, group: ParameterGroup, initial: tf.Tensor): Parameter {
  return { name, group, variable: variableOf(initial, true) };
}
