import { z } from 'zod';
import type { Head } from './version';
import { VERSION_FILES } from './version-files';

const headSchema = z.object({
  features: z.number().int().positive(),
  classes: z.number().int().min(2),
  temperature: z.number().positive(),
});

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * A head as the two files of a version: `head.json` with its dimensions and temperature, and
 * `head.bin` with float32 little-endian weights [features, classes], row-major, then bias [classes].
 *
 * @throws {RangeError} when the arrays do not have the dimensions the head claims
 */
export function encodeHead(head: Head): Record<string, Uint8Array> {
  const { features, classes, temperature, weights, bias } = head;
  if (weights.length !== features * classes || bias.length !== classes) {
    throw new RangeError(
      `a head of ${features} features and ${classes} classes cannot have ${weights.length} weights and ${bias.length} biases`,
    );
  }
  const bytes = new Uint8Array((weights.length + bias.length) * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  [...weights, ...bias].forEach((value, i) => view.setFloat32(i * FLOAT_BYTES, value, true));
  const dimensions = JSON.stringify({ features, classes, temperature }, null, 2);
  return {
    [VERSION_FILES.head]: new TextEncoder().encode(`${dimensions}\n`),
    [VERSION_FILES.headWeights]: bytes,
  };
}

/**
 * The head in the two files of a version.
 *
 * @throws {Error} saying which file is wrong and how
 */
export function decodeHead(json: Uint8Array, bytes: Uint8Array): Head {
  const { features, classes, temperature } = parseDimensions(json);
  const count = (features + 1) * classes;
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
  return {
    weights: values.slice(0, features * classes),
    bias: values.slice(features * classes),
    features,
    classes,
    temperature,
  };
}

function parseDimensions(json: Uint8Array): z.infer<typeof headSchema> {
  try {
    return headSchema.parse(JSON.parse(new TextDecoder().decode(json)));
  } catch (cause) {
    throw new Error(`${VERSION_FILES.head} does not describe a head`, { cause });
  }
}
