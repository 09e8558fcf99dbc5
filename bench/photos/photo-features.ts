import type { Backbone } from '../../src/backbones/backbone';
import { IMAGE_FORMATS } from '../../src/config/image-formats';
import type { InputSpec } from '../../src/config/input-spec';
import { decodeImage } from '../../src/imaging/decode-image';
import { openOnnxGraph } from '../../src/onnx/run-graph';
import type { FeatureCache, PictureFeatures } from '../../src/store/features/feature-cache';
import { pictureFeatures } from '../../src/training/features/picture-features';
import type { LabelledPictures } from '../../src/training/ridge/pictures';
import type { LabelledPhoto } from './labelled-photos';

const LIMITS = { maxPixels: 100_000_000, formats: IMAGE_FORMATS };

/** Photographs with what a backbone makes of them. */
export interface SeenPhotos {
  readonly photos: readonly LabelledPhoto[];
  /** In the same order. */
  readonly features: readonly PictureFeatures[];
  /** Leading features that heads learn on. */
  readonly width: number;
}

/** @param input how the photographs become the input of the backbone */
export async function seePhotos(
  { graphId, onnxFile, onnxInt8File, card }: Backbone,
  input: InputSpec,
  photos: readonly LabelledPhoto[],
  width: number,
  cache: FeatureCache,
): Promise<SeenPhotos> {
  const seen = await pictureFeatures(
    {
      id: graphId,
      input,
      features: card.features,
      open: () => openOnnxGraph(onnxInt8File ?? onnxFile, 0, input),
    },
    photos.map(({ id, bytes }) => ({
      id,
      decode: async (spec) => (await decodeImage(bytes, LIMITS, spec)).pixels,
    })),
    cache,
    () => undefined,
  );
  const features = seen.map((of, i) => {
    if (of === undefined) throw new Error(`the photograph ${photos[i]!.id} cannot be read`);
    return of;
  });
  return { photos, features, width };
}

/** Some of the photographs as heads learn them, without what they do not learn on. */
export function picturesOf(
  { photos, features, width }: SeenPhotos,
  chosen: readonly number[],
  classNames: readonly string[],
): LabelledPictures & { readonly mirrored: Float32Array } {
  const rows = (view: keyof PictureFeatures): Float32Array => {
    const values = new Float32Array(chosen.length * width);
    for (const [row, i] of chosen.entries()) {
      values.set(features[i]![view].subarray(0, width), row * width);
    }
    return values;
  };
  return {
    ids: chosen.map((i) => photos[i]!.id),
    labels: chosen.map((i) => classNames.indexOf(photos[i]!.label)),
    classes: classNames.length,
    plain: rows('plain'),
    mirrored: rows('mirrored'),
    features: width,
    width,
  };
}
