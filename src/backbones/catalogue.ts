import type { Preprocessing } from './preprocessing/preprocessing';

/** A network that can be added by its name. */
export interface CatalogueEntry {
  readonly name: string;
  /** What it is good for, in a sentence. */
  readonly description: string;
  /** On the Hugging Face Hub. */
  readonly repository: string;
  readonly path: string;
  /** A commit; `main` where none is known, and then the file is trusted as it first comes. */
  readonly revision: string;
  /** In hexadecimal; null where it is not known beforehand. */
  readonly sha256: string | null;
  /** SHA-256 of copies elsewhere that are known to be the same network. */
  readonly copies?: readonly string[];
  readonly licence: string;
  readonly bytes: number;
  /** Share of ImageNet's validation images that it, or a linear head on it, gets right, in percent, as published. */
  readonly imageNetAccuracy: number;
  /**
   * For one picture on one thread of a server of 2026, float32; measured for that architecture, or
   * estimated from its operations where `isEstimated`.
   */
  readonly milliseconds: number;
  readonly isEstimated: boolean;
  /** How many numbers it gives a picture. */
  readonly features: number;
  /** How the network was trained to see pictures. */
  readonly preprocessing: Preprocessing;
}

/** As PyTorch Image Models and most others evaluate: 224 pixels out of the middle of 256. */
const IMAGENET: Preprocessing = {
  width: 224,
  height: 224,
  fit: 'cover',
  crop: 0.875,
  kernel: 'cubic',
  mean: [0.485 * 255, 0.456 * 255, 0.406 * 255],
  deviation: [0.229 * 255, 0.224 * 255, 0.225 * 255],
};

/** The one that photographs are best begun with: accurate, small and fast. */
export const DEFAULT_BACKBONE = 'mobilenetv4-small';

/** The networks that have a name here. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: DEFAULT_BACKBONE,
    description:
      'MobileNetV4-conv-small: the best accuracy for its time; the default for photographs.',
    repository: 'onnx-community/mobilenetv4_conv_small.e2400_r224_in1k',
    path: 'onnx/model.onnx',
    revision: 'main',
    sha256: null,
    licence: 'Apache-2.0',
    bytes: 15_100_000,
    imageNetAccuracy: 73.8,
    milliseconds: 4.5,
    isEstimated: true,
    features: 1280,
    preprocessing: IMAGENET,
  },
  {
    name: 'mobilenetv3-small',
    description: 'MobileNetV3-small: the fastest, for weak machines.',
    repository: 'onnx-community/mobilenetv3_small_100.lamb_in1k',
    path: 'onnx/model.onnx',
    revision: '4569847969d3038b642f3385c9e515272e90dde2',
    sha256: 'd36eea8c3298d339c232581dff18beed6651eacd607d0a531b7bdb100f8dc713',
    licence: 'Apache-2.0',
    bytes: 10_200_000,
    imageNetAccuracy: 67.6,
    milliseconds: 1,
    isEstimated: true,
    features: 1024,
    preprocessing: IMAGENET,
  },
  {
    name: 'mobilenetv2',
    description: 'MobileNetV2 of the ONNX model zoo: well known, and a file that is easy to get.',
    repository: 'onnxmodelzoo/mobilenetv2-12',
    path: 'mobilenetv2-12.onnx',
    revision: 'main',
    sha256: 'c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5',
    licence: 'Apache-2.0',
    bytes: 13_964_571,
    imageNetAccuracy: 69.5,
    milliseconds: 7.2,
    isEstimated: false,
    features: 1280,
    preprocessing: { ...IMAGENET, kernel: 'triangle' },
  },
  {
    name: 'mobilenetv2-int8',
    description: 'MobileNetV2 in 8-bit integers: four times as small and twice as fast.',
    repository: 'onnxmodelzoo/mobilenetv2-12-int8',
    path: 'mobilenetv2-12-int8.onnx',
    revision: 'main',
    sha256: null,
    copies: ['83530ad811bc31d2b60a5599a21265a5057608c9b044b4ee758cc22f2309f54f'],
    licence: 'Apache-2.0',
    bytes: 3_655_640,
    imageNetAccuracy: 68.3,
    milliseconds: 3.1,
    isEstimated: false,
    features: 1280,
    preprocessing: { ...IMAGENET, kernel: 'triangle' },
  },
  {
    name: 'dinov2-small',
    description: 'DINOv2-small: the strongest features, taking twenty times as long as the others.',
    repository: 'onnx-community/dinov2-small',
    path: 'onnx/model.onnx',
    revision: '8b1f705a3a7f6f062f6bdd21986c1583d3ef105d',
    sha256: 'f22797eabf810a75e41de68d378541ebea372122b25c4ce3ef25ff618250c20a',
    licence: 'Apache-2.0',
    bytes: 88_532_934,
    imageNetAccuracy: 81.1,
    milliseconds: 131,
    isEstimated: false,
    features: 384,
    preprocessing: IMAGENET,
  },
];

/** The network of this name, if it has an entry. */
export function catalogueEntry(name: string): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.name === name);
}

/** The network that a file is, known by its SHA-256. */
export function knownNetwork(sha256: string): CatalogueEntry | undefined {
  return CATALOGUE.find(
    (entry) => entry.sha256 === sha256 || entry.copies?.includes(sha256) === true,
  );
}
