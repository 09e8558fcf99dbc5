import type { InputSpec } from '../../config/input-spec';
import { BackboneError } from '../backbone-error';
import {
  NOTHING_SAID,
  type Preprocessing,
  type ReadPreprocessing,
} from '../preprocessing/preprocessing';
import { resolveSpec } from '../preprocessing/resolve-spec';
import { assemble, constantsNeededFor, withOutputs } from './assemble';
import { findFeatures, lastTensors, type FeaturesPlace } from './find-features';
import { makersOf, shapeText, type Graph } from './graph';
import { imageInputOf, type ImageInput } from './image-input';
import { openBatch } from './open-batch';
import { pooledTensor, type PooledTensor } from './pooling';
import { isBatchConsistent, shapesOf, type FoundTensor } from './probe';
import { readGraph } from './read-graph';
import { elementsOf, quoted } from './tensor-values';

/** Features of one picture; a head's sums take the square of it. */
const MOST_FEATURES = 4096;
const FEWEST_FEATURES = 2;
/** So many of the tensors that a user may choose from are listed. */
const SHOWN_TENSORS = 10;

export interface GraphOptions {
  /** How pictures are prepared for the network, as far as the user says. */
  readonly preprocessing?: Preprocessing | undefined;
  /** The same, as far as a file beside the network says. */
  readonly read?: ReadPreprocessing | undefined;
  /** Order of the dimensions of the network's input, where its graph does not tell. */
  readonly layout?: InputSpec['layout'] | undefined;
  /** Name of the tensor that holds the features, where its end does not show them. */
  readonly features?: string | undefined;
}

/** The graph of a backbone, and what it is. */
export interface BackboneGraph {
  /** The model's protobuf bytes: `images` uint8 [n, height, width, 3] to `features` float32 [n, F]. */
  readonly bytes: Uint8Array;
  readonly input: InputSpec;
  /** F */
  readonly features: number;
  /** Those that say what a picture looks like, from the first; all where it is left out. */
  readonly pooled?: number;
  readonly parameters: number;
  /** Sentences about what was found and what had to be taken for granted. */
  readonly notes: readonly string[];
}

/**
 * Makes a backbone of any ONNX image network: checks the file, finds its pooled features, cuts it
 * there, puts the preprocessing in front, and runs it to see that it does what it should.
 *
 * @throws {BackboneError}
 */
export async function buildBackboneGraph(
  file: Uint8Array,
  options: GraphOptions,
): Promise<BackboneGraph> {
  const graph = readGraph(file);
  const image = imageInputOf(graph, options.layout);
  const { spec, notes } = resolveSpec(
    options.preprocessing ?? {},
    options.read ?? NOTHING_SAID,
    image,
  );
  const network: Network = { graph, image, spec };
  const place = await placeOf(network, options.features);
  const found = await shapeOf(place, network);
  const pooled = await pooledOf(place, found, network);
  return {
    bytes: await firstThatRuns(network, place, pooled, found.type === 'float16'),
    input: spec,
    features: pooled.features,
    parameters: constantsNeededFor(place.tensor, graph)
      .map(elementsOf)
      .reduce((sum, elements) => sum + elements, 0),
    notes: [`The features are ${place.found}, ${quoted(place.tensor)}.`, ...notes],
  };
}

interface Network {
  readonly graph: Graph;
  readonly image: ImageInput;
  readonly spec: InputSpec;
}

async function placeOf(network: Network, wanted: string | undefined): Promise<FeaturesPlace> {
  const { graph } = network;
  if (wanted === undefined) {
    const found = findFeatures(graph);
    if (found !== undefined) return found;
    const reason = 'Which tensor holds the features cannot be seen from the end of the network.';
    throw new BackboneError(`${reason} ${await choiceOf(network)}`);
  }
  if (makersOf(graph.nodes).has(wanted)) {
    return { tensor: wanted, found: 'the tensor that was named' };
  }
  const reason = `The network makes no tensor called ${quoted(wanted)}.`;
  throw new BackboneError(`${reason} ${await choiceOf(network)}`);
}

async function shapeOf(
  { tensor, quantised }: FeaturesPlace,
  network: Network,
): Promise<FoundTensor> {
  const { graph, image, spec } = network;
  const shapes = await shapesOf(withOutputs(graph, [tensor]), image, spec);
  const found = shapes.get(tensor)!;
  if (quantised !== undefined || found.type === 'float32' || found.type === 'float16') return found;
  const reason = `The tensor ${quoted(tensor)} is ${found.type}; features are real numbers.`;
  throw new BackboneError(`${reason} ${await choiceOf(network)}`);
}

async function pooledOf(
  { tensor }: FeaturesPlace,
  { dims }: FoundTensor,
  network: Network,
): Promise<PooledTensor> {
  const pooled = pooledTensor(dims, network.image.layout);
  const features = pooled?.features ?? 0;
  if (pooled !== undefined && features >= FEWEST_FEATURES && features <= MOST_FEATURES) {
    return pooled;
  }
  const reason = `The tensor ${quoted(tensor)} is ${shapeText(dims)}: features are ${FEWEST_FEATURES} to ${MOST_FEATURES} numbers for each picture.`;
  throw new BackboneError(`${reason} ${await choiceOf(network)}`);
}

/** A sentence with the tensors that a user may name. */
async function choiceOf({ graph, image, spec }: Network): Promise<string> {
  const names = lastTensors(graph, SHOWN_TENSORS);
  const shapes = await shapesOf(withOutputs(graph, names), image, spec);
  const shown = names.map((name) => `${quoted(name)} (${shapeText(shapes.get(name)?.dims)})`);
  return `Name one with the option features; the last tensors are ${shown.join(', ')}.`;
}

/**
 * The backbone as the network is, or with what is made for one picture rewritten for many.
 *
 * @throws {BackboneError} where neither computes each picture of a batch for itself
 */
async function firstThatRuns(
  { graph, image, spec }: Network,
  place: FeaturesPlace,
  { pooling, features }: PooledTensor,
  isHalf: boolean,
): Promise<Uint8Array> {
  const whole = { image, spec, place, pooling, isHalf };
  const asItIs = assemble({ ...whole, graph }, features);
  const first = await isBatchConsistent(asItIs, spec, features).catch((error: unknown) => error);
  if (first === true) return asItIs;
  const opened = assemble({ ...whole, graph: openBatch(graph, image.name) }, features);
  const second = await isBatchConsistent(opened, spec, features).catch((error: unknown) => error);
  if (second === true) return opened;
  if (second instanceof BackboneError && second.cause === undefined) throw second;
  const many = image.batch === undefined ? 'several pictures' : `batches other than ${image.batch}`;
  const reason = second instanceof Error ? ` (${second.message})` : '';
  throw new BackboneError(
    `The network does not compute each picture for itself in ${many}: export it with a dynamic batch dimension.${reason}`,
    { cause: second instanceof Error ? second : first },
  );
}
