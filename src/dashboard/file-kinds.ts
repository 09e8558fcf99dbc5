import { FORMAT_FACTS, type ImageFormat } from '../config/image-formats';
import { refusalsByEnding } from '../config/refused-files';

/** By what the pages tell a file before they send it; the service tells it by its content. */
export interface FileKinds {
  /** Media types of pictures that are taken. */
  readonly imageTypes: readonly string[];
  /** Endings of their names, since many systems know no type of HEIC or AVIF. */
  readonly imageEndings: readonly string[];
  /** What to say of files with these endings. */
  readonly refusals: readonly (readonly [ending: string, refusal: string])[];
}

export function fileKinds(formats: readonly ImageFormat[]): FileKinds {
  const facts = formats.map((format) => FORMAT_FACTS[format]);
  return {
    imageTypes: facts.flatMap(({ mediaTypes }) => mediaTypes),
    imageEndings: facts.flatMap(({ endings }) => endings),
    refusals: refusalsByEnding(),
  };
}
