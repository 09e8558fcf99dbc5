import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BrokenVersionError } from './errors';
import { encodeSafetensors, Safetensors } from './safetensors';
import type { ModelVersion } from './version';
import { VERSION_FILES } from './version-files';

/** Pictures that a version has not learned from, or as a head sees them that has not. */
export interface JudgedFeatures {
  /** float32, [n, features] */
  readonly features: Float32Array;
  /** float32, [n, classes]: not divided by the temperature */
  readonly logits: Float32Array;
  /** [n]: index of the class */
  readonly labels: Uint8Array;
}

/** What pictures look like that a version was made for; what is missing is not known. */
export interface ReferenceFile {
  /** Missing where `features.safetensors` says it. */
  readonly judged?: JudgedFeatures | undefined;
  /** float32, [m, statistics]: `pixelStatistics` of some of them */
  readonly pixels?: Float32Array | undefined;
}

/** The bytes of `reference.safetensors`. */
export function encodeReference({ judged, pixels }: ReferenceFile, statistics: number): Uint8Array {
  const count = judged?.labels.length ?? 0;
  return encodeSafetensors({
    ...(judged !== undefined && {
      features: { data: judged.features, shape: [count, judged.features.length / count] },
      logits: { data: judged.logits, shape: [count, judged.logits.length / count] },
      labels: { data: judged.labels, shape: [count] },
    }),
    ...(pixels !== undefined && {
      pixels: { data: pixels, shape: [pixels.length / statistics, statistics] },
    }),
  });
}

/**
 * What a version says of the pictures that it was made for; an earlier release's says nothing.
 *
 * @throws {BrokenVersionError} when the file is not what it should be
 */
export async function readReference(
  { name, folder, card, head }: ModelVersion,
  statistics: number,
): Promise<ReferenceFile> {
  if (card.files[VERSION_FILES.reference] === undefined) return {};
  try {
    const file = new Safetensors(await readFile(path.join(folder, VERSION_FILES.reference)));
    const pixels = file.has('pixels')
      ? file.tensor('pixels', 'F32', [null, statistics]).data
      : undefined;
    if (!file.has('labels')) return { pixels };
    const labels = file.tensor('labels', 'U8', [null]).data;
    return {
      pixels,
      judged: {
        labels,
        features: file.tensor('features', 'F32', [labels.length, head.features]).data,
        logits: file.tensor('logits', 'F32', [labels.length, head.classes]).data,
      },
    };
  } catch (cause) {
    const reason = `${VERSION_FILES.reference} cannot be used: ${(cause as Error).message}`;
    throw new BrokenVersionError(name, reason, { cause });
  }
}
