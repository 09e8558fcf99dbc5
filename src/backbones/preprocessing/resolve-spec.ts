import type { InputSpec } from '../../config/input-spec';
import { BackboneError } from '../backbone-error';
import type { Preprocessing, ReadPreprocessing } from './preprocessing';

/** Mean and deviation of the pictures of ImageNet, which most networks are trained with. */
const IMAGENET_MEAN = [0.485 * 255, 0.456 * 255, 0.406 * 255] as const;
const IMAGENET_DEVIATION = [0.229 * 255, 0.224 * 255, 0.225 * 255] as const;
const USUAL_CROP = 0.875;

/** What the graph says of the input. */
export interface KnownInput {
  readonly type: 'float32' | 'float16' | 'uint8';
  readonly layout: InputSpec['layout'];
  readonly width: number | undefined;
  readonly height: number | undefined;
}

export interface ResolvedSpec {
  readonly spec: InputSpec;
  /** Sentences about what was taken for granted. */
  readonly notes: readonly string[];
}

/**
 * Puts together what the user, the graph and its files say of the input of a network, in this order,
 * and what is usual. The size of the graph cannot be changed.
 *
 * @param given by the user
 * @param read from a file beside the network
 * @throws {BackboneError} where the size is not known, or the user contradicts the graph
 */
export function resolveSpec(
  given: Preprocessing,
  read: ReadPreprocessing,
  input: KnownInput,
): ResolvedSpec {
  const notes = [...read.notes];
  const size = sizeOf(given, read, input, notes);
  const both = { ...read.preprocessing, ...given };
  const colours = coloursOf(both, input, notes);
  const fit = both.fit ?? 'cover';
  const kernel = both.kernel ?? 'cubic';
  const crop = fit !== 'cover' ? 1 : (both.crop ?? (both.fit === undefined ? USUAL_CROP : 1));
  if (both.fit === undefined || both.kernel === undefined) {
    notes.push(
      `How pictures are scaled is not said, so the fit ${fit} with a crop of ${crop} and the kernel ${kernel} are taken for granted.`,
    );
  }
  return { spec: { ...size, fit, crop, kernel, layout: input.layout, ...colours }, notes };
}

function sizeOf(
  given: Preprocessing,
  { preprocessing: read }: ReadPreprocessing,
  input: KnownInput,
  notes: string[],
): Pick<InputSpec, 'width' | 'height'> {
  const width = input.width ?? given.width ?? read.width;
  const height = input.height ?? given.height ?? read.height;
  if (width === undefined || height === undefined) {
    throw new BackboneError(
      'The network takes pictures of any size, and nothing says which it was trained with: name it with the option input, such as 224.',
    );
  }
  const differs = (of: Preprocessing): boolean =>
    width !== (of.width ?? width) || height !== (of.height ?? height);
  if (differs(given)) {
    throw new BackboneError(
      `The network takes pictures of ${width}×${height} pixels, not of ${given.width ?? width}×${given.height ?? height}.`,
    );
  }
  if (given.width === undefined && differs(read)) {
    notes.push(`The network takes pictures of ${width}×${height} pixels, whatever that file says.`);
  }
  return { width, height };
}

function coloursOf(
  given: Preprocessing,
  { type }: KnownInput,
  notes: string[],
): Pick<InputSpec, 'mean' | 'deviation'> {
  if (type === 'uint8') {
    if (given.mean !== undefined || given.deviation !== undefined) {
      throw new BackboneError(
        'The network takes bytes and normalises them itself: it has no use for a mean and a deviation.',
      );
    }
    return { mean: [0, 0, 0], deviation: [1, 1, 1] };
  }
  if (given.mean === undefined || given.deviation === undefined) {
    notes.push(
      'How colours are normalised is not said, so the mean and deviation of ImageNet are taken for granted.',
    );
  }
  return {
    mean: given.mean ?? [...IMAGENET_MEAN],
    deviation: given.deviation ?? [...IMAGENET_DEVIATION],
  };
}
