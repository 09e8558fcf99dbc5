import type { ModelCard } from './card';

/** The files of `models/<version>/`, by role. */
export const VERSION_FILES = {
  card: 'card.json',
  /** float32 graph; its weights are those in `weights.bin` (ONNX external data) */
  onnx: 'model.onnx',
  /** int8 graph; only where it passed its gate */
  onnxInt8: 'model.int8.onnx',
  tfjs: 'model.json',
  tfjsWeights: 'weights.bin',
  head: 'head.json',
  headWeights: 'head.bin',
  /** what the graph made of its training and held-out images; see `GraphFeatures` */
  features: 'features.safetensors',
  /** what `uncertain` is judged by; see `Neighbours` */
  neighbours: 'neighbours.safetensors',
  /** what its pictures look like to it; see `ReferenceFile`; versions of earlier releases have none */
  reference: 'reference.safetensors',
} as const;

/** Those of the network, which versions that differ in their heads only share. */
export const NETWORK_FILES: readonly string[] = [
  VERSION_FILES.onnx,
  VERSION_FILES.onnxInt8,
  VERSION_FILES.tfjs,
  VERSION_FILES.tfjsWeights,
  VERSION_FILES.features,
];

/** What a version has besides its card, at least, where its network was trained here. */
const TRAINED_FILES: readonly string[] = Object.values(VERSION_FILES).filter(
  (name) =>
    name !== VERSION_FILES.card &&
    name !== VERSION_FILES.onnxInt8 &&
    name !== VERSION_FILES.reference,
);
/** And where the network came from elsewhere. */
const BACKBONE_FILES: readonly string[] = [
  VERSION_FILES.onnx,
  VERSION_FILES.head,
  VERSION_FILES.headWeights,
  VERSION_FILES.neighbours,
];

/** What a version has besides its card, at least. More files may lie beside them. */
export function requiredFiles({ backbone }: Pick<ModelCard, 'backbone'>): readonly string[] {
  return backbone === null ? TRAINED_FILES : BACKBONE_FILES;
}

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Whether a text can name a file of a version: a plain name, never a path out of the folder. */
export function isVersionFileName(text: string): boolean {
  return FILE_NAME.test(text) && text !== VERSION_FILES.card;
}
