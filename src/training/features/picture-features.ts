import { inputValues, type InputSpec } from '../../config/input-spec';
import { withMirrorImages } from '../../onnx/mirror-images';
import type { OnnxGraph } from '../../onnx/run-graph';
import type { FeatureCache, PictureFeatures } from '../../store/features/feature-cache';

/** A picture that features are wanted of. */
export interface Picture {
  /** The same for the same picture. */
  readonly id: string;
  /** @returns uint8, [height, width, 3] of the input; undefined where it cannot be read any more */
  readonly decode: (input: InputSpec) => Promise<Uint8Array | undefined>;
}

/** A network that gives features. */
export interface FeatureNetwork {
  /** Identity of the graph. */
  readonly id: string;
  readonly input: InputSpec;
  /** That it gives a picture. */
  readonly features: number;
  /** Opens the graph; it is closed afterwards. */
  readonly open: () => Promise<OnnxGraph>;
}

/** Pictures that go through the network together, each with its mirror image. */
const CHUNK = 8;

/**
 * What a network makes of pictures and of their mirror images. What was computed before is taken from
 * the cache; of the rest, some pictures are decoded while others go through the network.
 *
 * @param onProgress told how many pictures are done
 * @returns in the order of the pictures; undefined for one that cannot be read
 * @throws what decoding a picture throws, and the signal's reason when it aborts
 */
export async function pictureFeatures(
  network: FeatureNetwork,
  pictures: readonly Picture[],
  cache: Pick<FeatureCache, 'get' | 'put'>,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<(PictureFeatures | undefined)[]> {
  const place = placeOf(network);
  const known = cache.get(
    place,
    pictures.map(({ id }) => id),
  );
  for (const [id, { plain }] of known) if (plain.length !== network.features) known.delete(id);
  const missing = pictures.filter(({ id }) => !known.has(id));
  let done = known.size;
  onProgress(done);
  if (missing.length > 0) {
    // The first ones are decoded while the graph is opened.
    let decoded = decodeChunk(missing.slice(0, CHUNK), network.input);
    decoded.catch(() => undefined); // it is waited for where the graph opens
    const graph = await network.open();
    try {
      for (let start = 0; start < missing.length; start += CHUNK) {
        signal?.throwIfAborted();
        const chunk = await decoded;
        decoded = decodeChunk(missing.slice(start + CHUNK, start + 2 * CHUNK), network.input);
        decoded.catch(() => undefined); // it is waited for in the next round, or not any more
        if (chunk.length > 0) {
          const made = await featuresOf(graph, chunk, network);
          cache.put(place, made);
          for (const [id, features] of made) known.set(id, features);
        }
        done += Math.min(CHUNK, missing.length - start);
        onProgress(done);
      }
    } finally {
      await graph.close();
    }
  }
  return pictures.map(({ id }) => known.get(id));
}

/** Identity of a network and of what it is shown. */
function placeOf({ id, input }: FeatureNetwork): string {
  const { width, height, fit, crop, kernel } = input;
  return `${id} ${width}x${height} ${fit} ${crop} ${kernel}`;
}

interface DecodedPicture {
  readonly id: string;
  readonly pixels: Uint8Array;
}

async function decodeChunk(
  pictures: readonly Picture[],
  input: InputSpec,
): Promise<DecodedPicture[]> {
  const decoded = await Promise.all(
    pictures.map(async ({ id, decode }) => ({ id, pixels: await decode(input) })),
  );
  return decoded.flatMap(({ id, pixels }) => (pixels === undefined ? [] : [{ id, pixels }]));
}

async function featuresOf(
  graph: OnnxGraph,
  pictures: readonly DecodedPicture[],
  { input, features }: FeatureNetwork,
): Promise<Map<string, PictureFeatures>> {
  const values = inputValues(input);
  const images = new Uint8Array(pictures.length * values);
  for (const [i, { pixels }] of pictures.entries()) images.set(pixels, i * values);
  const { features: rows } = await graph.run(withMirrorImages(images, input.width), 2 * CHUNK);
  const row = (i: number): Float32Array => rows.slice(i * features, (i + 1) * features);
  return new Map(
    pictures.map(({ id }, i) => [id, { plain: row(i), mirrored: row(pictures.length + i) }]),
  );
}
