import { z } from 'zod';
import type { Head } from './version';
import { VERSION_FILES } from './version-files';

const headSchema = z.object({
  features: z.number().int().positive(),
  classes: z.number().int().min(2),
  temperature: z.number().positive(),
  /** features that the weights work on, less a centre and scaled to length 1; missing: all as they are */
  centred: z.number().int().positive().optional(),
  /** whether these features are multiplied by numbers of their own before */
  scaled: z.literal(true).optional(),
  /** whether the logits of a head that was there before are added */
  prior: z.literal(true).optional(),
});

type Dimensions = z.infer<typeof headSchema>;

/** The arrays of `head.bin`, one after the other, with their lengths. */
function layoutOf({ features, classes, centred, scaled, prior }: Dimensions): readonly number[] {
  return [
    (centred ?? features) * classes,
    classes,
    centred ?? 0,
    scaled === undefined ? 0 : (centred ?? 0),
    prior === undefined ? 0 : features * classes,
    prior === undefined ? 0 : classes,
  ];
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * A head as the two files of a version: `head.json` with its dimensions and temperature, and
 * `head.bin` with float32 little-endian weights, row-major, then bias, then, where the head has them,
 * its centre, its scale, and the weights and bias of its prior.
 *
 * @throws {RangeError} when the arrays do not have the dimensions the head claims
 */
export function encodeHead(head: Head): Record<string, Uint8Array> {
  const { features, classes, temperature, weights, bias, centre, scale, prior } = head;
  const dimensions: Dimensions = {
    features,
    classes,
    temperature,
    ...(centre === undefined ? {} : { centred: centre.length }),
    ...(scale === undefined ? {} : { scaled: true }),
    ...(prior === undefined ? {} : { prior: true }),
  };
  const none = new Float32Array();
  const arrays = [
    weights,
    bias,
    centre ?? none,
    scale ?? none,
    prior?.weights ?? none,
    prior?.bias ?? none,
  ];
  const lengths = layoutOf(dimensions);
  if (arrays.some(({ length }, i) => length !== lengths[i])) {
    throw new RangeError(
      `a head of ${features} features and ${classes} classes cannot have ${weights.length} weights and ${bias.length} biases`,
    );
  }
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0) * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays) {
    for (const value of array) view.setFloat32(FLOAT_BYTES * at++, value, true);
  }
  return {
    [VERSION_FILES.head]: new TextEncoder().encode(`${JSON.stringify(dimensions, null, 2)}\n`),
    [VERSION_FILES.headWeights]: bytes,
  };
}

/**
 * The head in the two files of a version.
 *
 * @throws {Error} saying which file is wrong and how
 */
export function decodeHead(json: Uint8Array, bytes: Uint8Array): Head {
  const dimensions = parseDimensions(json);
  const { features, classes, temperature } = dimensions;
  const lengths = layoutOf(dimensions);
  const count = lengths.reduce((sum, length) => sum + length, 0);
  if (bytes.length !== count * FLOAT_BYTES) {
    throw new Error(
      `${VERSION_FILES.headWeights} has ${bytes.length} bytes where ${features} features and ${classes} classes need ${count * FLOAT_BYTES}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float32Array.from({ length: count }, (_, i) =>
    view.getFloat32(i * FLOAT_BYTES, true),
  );
  if (!values.every(Number.isFinite)) {
    throw new Error(`${VERSION_FILES.headWeights} has a value that is not finite`);
  }
  let end = 0;
  const [weights, bias, centre, scale, priorWeights, priorBias] = lengths.map((length) =>
    values.slice(end, (end += length)),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  return {
    weights,
    bias,
    features,
    classes,
    temperature,
    ...(dimensions.centred === undefined ? {} : { centre }),
    ...(dimensions.scaled === undefined ? {} : { scale }),
    ...(dimensions.prior === undefined
      ? {}
      : { prior: { weights: priorWeights, bias: priorBias } }),
  };
}

function parseDimensions(json: Uint8Array): Dimensions {
  try {
    const dimensions = headSchema.parse(JSON.parse(new TextDecoder().decode(json)));
    if ((dimensions.centred ?? 0) <= dimensions.features) return dimensions;
    throw new RangeError('it is centred on more features than it has');
  } catch (cause) {
    throw new Error(`${VERSION_FILES.head} does not describe a head`, { cause });
  }
}
