import { z } from 'zod';

const layer = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  /** what it is depends on the class; a Sequential of old releases has its layers here */
  config: z.union([z.array(z.unknown()), z.looseObject({ name: z.string().optional() })]),
  inbound_nodes: z.array(z.unknown()).optional(),
});

export type Layer = z.infer<typeof layer>;
export const layerSchema = layer;

const weight = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.string(),
  quantization: z.unknown().optional(),
});

const manifest = z.array(z.object({ paths: z.array(z.string()), weights: z.array(weight) }));

export type WeightsManifest = z.infer<typeof manifest>;

/** `model.json` of TensorFlow.js; files that Keras converted have the topology in `model_config`. */
export const layersModelSchema = z.object({
  modelTopology: z.union([
    z.object({ model_config: layer }).transform(({ model_config: inner }) => inner),
    layer,
  ]),
  weightsManifest: manifest,
});

export type LayersModel = Layer;

/** A reference to the output of a layer: its name, node and tensor, and arguments. */
const reference = z.tuple([z.string(), z.literal(0), z.literal(0)], z.unknown());

/** The layers of a graph of layers, and what of it goes in and out. */
export const functionalSchema = z.object({
  layers: z.array(layer),
  input_layers: z.array(reference).length(1),
  output_layers: z.array(reference).length(1),
});

/** The inputs of the one place where a layer stands in its graph. */
export const inboundSchema = z.tuple([z.array(reference)]);

const pair = z.tuple([z.int().positive(), z.int().positive()]);

const both = z.object({
  kernel_size: pair,
  strides: pair,
  padding: z.enum(['same', 'valid']),
  data_format: z.literal('channels_last').nullish(),
  dilation_rate: pair
    .or(
      z
        .int()
        .positive()
        .transform((rate) => [rate, rate] as const),
    )
    .default([1, 1]),
  activation: z.string().nullish(),
  use_bias: z.boolean().default(true),
});

/** The configurations of the layers that are translated. */
export const configSchemas = {
  InputLayer: z.object({
    batch_input_shape: z.tuple([z.null(), z.int(), z.int(), z.literal(3)]),
  }),
  ZeroPadding2D: z.object({
    padding: z.tuple([
      z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
      z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
    ]),
  }),
  Conv2D: both.extend({ groups: z.literal(1).optional() }),
  DepthwiseConv2D: both.extend({ depth_multiplier: z.int().positive().default(1) }),
  BatchNormalization: z.object({
    axis: z.union([z.literal(-1), z.literal(3), z.tuple([z.literal(3)])]),
    epsilon: z.number().positive(),
    center: z.boolean().default(true),
    scale: z.boolean().default(true),
  }),
  ReLU: z.object({
    max_value: z.number().positive().nullish(),
    negative_slope: z.literal(0).nullish(),
    threshold: z.literal(0).nullish(),
  }),
  Activation: z.object({ activation: z.string() }),
  Dense: z.object({
    units: z.int().positive(),
    activation: z.string().nullish(),
    use_bias: z.boolean().default(true),
  }),
} as const;
