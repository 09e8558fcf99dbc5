import type { AddOptions } from './add';
import type { Preprocessing } from './preprocessing/preprocessing';

/** What a user can say of a network that is added, as texts. */
export const ADD_OPTIONS = [
  'name',
  'licence',
  'sha256',
  'input',
  'fit',
  'crop',
  'mean',
  'std',
  'layout',
  'features',
] as const;

export type AddOptionName = (typeof ADD_OPTIONS)[number];

/** Options as they were written; those left out are undefined. */
export type WrittenOptions = Readonly<Partial<Record<AddOptionName, string | undefined>>>;

/** An option is not written as it has to be; the sentence goes on after the name of the option. */
export class AddOptionError extends Error {
  override readonly name = 'AddOptionError';

  constructor(
    readonly option: AddOptionName,
    /** `must be …` */
    readonly problem: string,
  ) {
    super(`${option} ${problem}`);
  }
}

const SHA256 = /^[0-9a-fA-F]{64}$/;
const SIZE = /^(\d{1,4})(?:[x×](\d{1,4}))?$/;
const BYTE = 255;

/**
 * Reads what a user writes about a network that is added.
 *
 * @throws {AddOptionError}
 *
 * @example
 * readAddOptions({ input: '224', mean: '0.5,0.5,0.5', std: '0.25,0.25,0.25' }).preprocessing;
 */
export function readAddOptions(written: WrittenOptions): AddOptions {
  const { name, features, licence, sha256, layout } = written;
  if (sha256 !== undefined && !SHA256.test(sha256)) {
    throw new AddOptionError('sha256', 'must have 64 hexadecimal digits');
  }
  return {
    name,
    features,
    licence,
    sha256,
    layout: layout === undefined ? undefined : oneOf('layout', layout, ['NCHW', 'NHWC']),
    preprocessing: preprocessingOf(written),
  };
}

function preprocessingOf({ input, fit, crop, mean, std }: WrittenOptions): Preprocessing {
  return {
    ...(input !== undefined && sizeOf(input)),
    ...(fit !== undefined && { fit: oneOf('fit', fit, ['cover', 'contain', 'stretch']) }),
    ...(crop !== undefined && { crop: share('crop', crop) }),
    ...coloursOf(mean, std),
  };
}

function sizeOf(text: string): Pick<Preprocessing, 'width' | 'height'> {
  const match = SIZE.exec(text);
  if (match === null) throw new AddOptionError('input', 'must be a size such as 224 or 320x240');
  return { width: Number(match[1]), height: Number(match[2] ?? match[1]) };
}

type Colour = [number, number, number];

/** People write both in the scale of their library: 0-1 where no number is larger. */
function coloursOf(
  mean: string | undefined,
  std: string | undefined,
): Pick<Preprocessing, 'mean' | 'deviation'> {
  const both = { mean: colour('mean', mean), deviation: colour('std', std) };
  const largest = Math.max(...(both.mean ?? []), ...(both.deviation ?? []));
  const scaled = (values: Colour | undefined): Colour | undefined =>
    largest <= 1 ? (values?.map((value) => value * BYTE) as Colour | undefined) : values;
  const [scaledMean, deviation] = [scaled(both.mean), scaled(both.deviation)];
  return {
    ...(scaledMean !== undefined && { mean: scaledMean }),
    ...(deviation !== undefined && { deviation }),
  };
}

function colour(option: 'mean' | 'std', text: string | undefined): Colour | undefined {
  if (text === undefined) return undefined;
  const [red, green, blue, ...more] = text.split(',').map(Number);
  const values: Colour = [red ?? NaN, green ?? NaN, blue ?? NaN];
  const isZero = option === 'std' && values.includes(0);
  if (more.length === 0 && values.every(Number.isFinite) && !isZero) return values;
  throw new AddOptionError(option, 'must be three numbers such as 0.485,0.456,0.406');
}

function share(option: AddOptionName, text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new AddOptionError(
    option,
    `must be a number above 0 and up to 1, not ${JSON.stringify(text)}`,
  );
}

function oneOf<const Choice extends string>(
  option: AddOptionName,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new AddOptionError(option, `must be ${choices.join(' or ')}, not ${JSON.stringify(text)}`);
}
