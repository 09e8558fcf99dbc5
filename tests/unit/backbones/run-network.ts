import { InferenceSession, Tensor } from '../../../src/onnx/runtime';
import { picture } from '../../support/images';
import { changed } from './networks';

/** uint8, [count, height, width, 3]: pictures that differ. */
export function pictures(count: number, width: number, height: number): Uint8Array {
  return Buffer.concat(
    Array.from({ length: count }, (_, i) => picture({ width, height, seed: i + 1 })),
  );
}

/**
 * What a backbone makes of pictures.
 *
 * @param images uint8, [n, height, width, 3]
 */
export async function featuresOf(
  bytes: Uint8Array,
  images: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes);
  try {
    const dims = [images.length / (width * height * 3), height, width, 3];
    const { features } = await session.run({ images: new Tensor('uint8', images, dims) });
    expect(features?.dims).toHaveLength(2);
    return features!.data as Float32Array;
  } finally {
    await session.release();
  }
}

/**
 * What a network itself makes of one tensor, whatever it is, without the code that is tested.
 *
 * @param tensor the name of the tensor
 */
export async function runDirectly(
  network: Uint8Array,
  tensor: string,
  input: Tensor,
): Promise<Tensor> {
  const bytes = changed(network, (graph) => (graph.output = [{ name: tensor }]));
  const session = await InferenceSession.create(bytes);
  try {
    const found = await session.run({ [session.inputNames[0]!]: input });
    return found[tensor]!;
  } finally {
    await session.release();
  }
}

/** float32 [n, 3, height, width] of uint8 [n, height, width, 3], normalised. */
export function normalised(
  images: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  mean: readonly number[],
  deviation: readonly number[],
  layout: 'NCHW' | 'NHWC' = 'NCHW',
): Tensor {
  const pixels = width * height;
  const count = images.length / (3 * pixels);
  const values = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) {
    const c = i % 3;
    const pixel = Math.floor(i / 3) % pixels;
    const n = Math.floor(i / (3 * pixels));
    const at = layout === 'NCHW' ? (n * 3 + c) * pixels + pixel : i;
    values[at] = (images[i]! - mean[c]!) / deviation[c]!;
  }
  const dims = layout === 'NCHW' ? [count, 3, height, width] : [count, height, width, 3];
  return new Tensor('float32', values, dims);
}

/** Largest difference between two lists of numbers. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a).toHaveLength(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
