import path from 'node:path';
import {
  backboneNames,
  backbonesFolder,
  openBackbone,
  type Backbone,
} from '../../backbones/backbone';
import { BackboneError } from '../../backbones/backbone-error';
import { BUILT_IN_NETWORK } from '../../config/built-in-network';
import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelCard } from '../../registry/card';
import { NoModelError } from '../../registry/errors';
import { cardsNewestFirst } from '../../registry/find-version';
import { openVersion } from '../../registry/open-version';
import { successorOf } from '../../registry/succession';
import type { GraphFeatures, ModelVersion } from '../../registry/version';
import { VERSION_FILES } from '../../registry/version-files';
import type { FileSource } from '../../registry/write-version';
import type { FeatureNetwork } from '../features/picture-features';

/** A network that a head can be put on, with what a version says of it. */
export interface HeadNetwork extends FeatureNetwork {
  readonly backbone: NonNullable<ModelCard['backbone']>;
  readonly parameters: number;
  /** Features that say what a picture looks like, from the first. */
  readonly pooled: number;
  /** float32, [pooled]: brings features of many scales to one; undefined where they are of one. */
  readonly scale: Float32Array | undefined;
  /** The graphs, to be shared with versions that stand on it. */
  readonly files: Readonly<Record<string, FileSource>>;
}

/** As many threads as there are cores: the process gives way to those that answer. */
const THREADS = 0;

/**
 * The network of a name.
 *
 * @param modelDir the folder of versions
 * @param base the version in service, whose network goes before others of the same name
 * @param network of the built-in ones, where nothing else decides
 * @throws {BackboneError} where there is no backbone of this name, or it is broken
 * @throws {NoModelError} where no version has a network that was trained here
 */
export async function headNetwork(
  modelDir: string,
  name: string,
  base: ModelVersion,
  network: string,
): Promise<HeadNetwork> {
  if (base.card.backbone?.name === name) {
    const own = networkOfVersion(base, base.card.backbone);
    // A head that came with its network answers differently on features of an int8 graph.
    if (base.card.imported_classes.length > 0) return own;
    return { ...own, files: (await filesOfBackbone(modelDir, name, base)) ?? own.files };
  }
  if (name !== BUILT_IN_NETWORK) {
    return networkOfBackbone(await openBackbone(backbonesFolder(modelDir), name));
  }
  const version = await trainedVersion(modelDir, base, network);
  // It brings half-precision numbers along, which backbones do without.
  const { readGraphFeatures } = await import('../../registry/graph-features-file.js');
  return {
    ...networkOfVersion(version, {
      name: BUILT_IN_NETWORK,
      location: version.card.network.name,
      sha256: graphHash(version),
      licence: null,
    }),
    // Those of its earlier layers help with classes that it was not trained on: 59% of photographs of
    // six kinds of rubbish are right, and 40% with those of the last layer alone.
    pooled: version.head.features,
    scale: inverseDeviations(await readGraphFeatures(version)),
  };
}

/**
 * The files of the backbone that a version stands on, which may have got an int8 graph since; undefined
 * where it has been removed, is damaged, or is another network by now.
 */
async function filesOfBackbone(
  modelDir: string,
  name: string,
  base: ModelVersion,
): Promise<HeadNetwork['files'] | undefined> {
  const dir = backbonesFolder(modelDir);
  if (!(await backboneNames(dir)).includes(name)) return undefined;
  try {
    const backbone = await openBackbone(dir, name);
    const isSame = backbone.card.files[VERSION_FILES.onnx] === graphHash(base);
    return isSame ? networkOfBackbone(backbone).files : undefined;
  } catch (error) {
    if (error instanceof BackboneError) return undefined; // the version has its own graph
    throw error;
  }
}

/** Brings the features of all layers to one scale: that of the images that the network was trained on. */
function inverseDeviations({ features, gram }: GraphFeatures): Float32Array {
  const rows = features + 1;
  const images = gram[rows * rows - 1]!;
  return Float32Array.from({ length: features }, (_, f) => {
    const mean = gram[f * rows + features]! / images;
    const variance = gram[f * rows + f]! / images - mean * mean;
    return variance > 0 ? 1 / Math.sqrt(variance) : 0;
  });
}

/** The network of a version, for pictures to be judged by it. */
export function networkOf(version: ModelVersion): FeatureNetwork {
  const { card, head, onnxFile } = version;
  return {
    id: graphHash(version),
    input: card.input,
    features: head.features,
    open: () => openOnnxGraph(onnxFile, THREADS, card.input),
  };
}

/**
 * The version in service where its network was trained here; else the one that it came from, the newest
 * of a network, or the newest of all.
 *
 * @param network name of the network that is wanted where nothing else decides, such as `standard`
 *
 * @throws {NoModelError} where there is none
 */
export async function trainedVersion(
  modelDir: string,
  base: ModelVersion,
  network: string,
): Promise<ModelVersion> {
  if (base.card.backbone === null) return base;
  const cards = await cardsNewestFirst(modelDir, () => undefined);
  const isTrained = ({ backbone, gate }: ModelCard): boolean =>
    backbone === null && gate?.verdict !== 'rejected';
  const trained = cards.filter(isTrained);
  const card =
    lineageOf(base.card, cards).find(isTrained) ??
    trained.find((one) => one.network.name === network) ??
    trained[0];
  if (card === undefined) {
    throw new NoModelError('There is no version whose network was trained here');
  }
  return openVersion(path.join(modelDir, card.version));
}

/** The versions that a version came from, its parent first, as far as they or successors are there. */
function lineageOf({ parent }: ModelCard, cards: readonly ModelCard[]): ModelCard[] {
  const lineage: ModelCard[] = [];
  for (let name = parent; name !== null;) {
    const card = cards.find(({ version }) => version === name) ?? successorOf(name, cards);
    if (card === undefined || lineage.includes(card)) break;
    lineage.push(card);
    name = card.parent;
  }
  return lineage;
}

function networkOfVersion(
  version: ModelVersion,
  backbone: NonNullable<ModelCard['backbone']>,
): HeadNetwork {
  const { onnx, onnxInt8 } = VERSION_FILES;
  const shared = [onnx, ...(version.onnxInt8File === null ? [] : [onnxInt8])];
  return {
    ...networkOf(version),
    backbone,
    parameters: version.card.network.parameters,
    pooled: version.card.network.penultimate,
    scale: version.head.scale,
    files: Object.fromEntries([
      ...shared.map((file) => [file, { sameAs: path.join(version.folder, file) }]),
      // The weights of a network that was trained here lie beside its graph.
      ...Object.keys(version.card.files)
        .filter((file) => file === VERSION_FILES.tfjsWeights)
        .map((file) => [file, { sameAs: path.join(version.folder, file) }]),
    ]) as Record<string, FileSource>,
  };
}

/** The network of a backbone. */
export function networkOfBackbone(backbone: Backbone): HeadNetwork {
  const { card, name, onnxFile, onnxInt8File } = backbone;
  return {
    id: card.files[VERSION_FILES.onnx]!,
    input: card.input,
    features: card.features,
    open: () => openOnnxGraph(onnxFile, THREADS, card.input),
    backbone: {
      name,
      location: card.source.location,
      sha256: card.source.sha256,
      licence: card.licence,
    },
    parameters: card.parameters,
    pooled: card.pooled ?? card.features,
    scale: undefined,
    files: {
      [VERSION_FILES.onnx]: { asInBackbone: onnxFile },
      ...(onnxInt8File === null
        ? {}
        : { [VERSION_FILES.onnxInt8]: { asInBackbone: onnxInt8File } }),
    },
  };
}

function graphHash({ card }: ModelVersion): string {
  return card.files[VERSION_FILES.onnx]!;
}
