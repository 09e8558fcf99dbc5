import type { InputSpec } from '../config/input-spec';
import type { Classification, ModelLease } from './classification';

/** How much each place of an image counts for its class. */
export interface OcclusionMap {
  /** The class that the image is taken for. */
  readonly className: string;
  readonly confidence: number;
  readonly modelVersion: string;
  /**
   * Rows of {@link CELLS} numbers: the mean fall of the class's probability, 0-1, when a square that
   * covers the cell is greyed; 0 where it rises.
   */
  readonly falls: readonly (readonly number[])[];
}

/** Cells in each direction. */
export const CELLS = 8;
/** The greyed square, in cells; it moves by one cell, half of it outside at the borders. */
const SQUARE = 2;
/** The mean colour of photographs, which networks take for next to nothing. */
const GREY = [125, 123, 114] as const;

/**
 * Greys one square of an image after the other and asks what the network makes of it: where its
 * class loses most, it looked (Zeiler & Fergus 2014, arXiv 1311.2901, section 4.2). Needs nothing
 * but the served graph, whichever that is. Costs 82 classifications.
 *
 * @param pixels uint8, [height, width, 3] of the version's input, RGB
 * @throws what {@link ModelLease.classify} throws
 */
export async function occlusionMap(
  lease: Pick<ModelLease, 'version' | 'classify'>,
  pixels: Uint8Array,
  signal?: AbortSignal,
): Promise<OcclusionMap> {
  const corners = squares();
  const images = [
    pixels.slice(),
    ...corners.map((corner) => greyed(pixels, lease.version.card.input, corner)),
  ];
  const [whole, ...parts] = (await lease.classify(images, signal)) as [
    Classification,
    ...Classification[],
  ];
  const { classIndex, classNames, confidence, modelVersion } = whole;
  const falls = new Array<number>(CELLS * CELLS).fill(0);
  const covers = new Array<number>(CELLS * CELLS).fill(0);
  for (const [i, [top, left]] of corners.entries()) {
    const fall = confidence - (parts[i]!.probabilities[classIndex] ?? 0);
    for (const cell of cellsOf(top, left)) {
      falls[cell]! += fall;
      covers[cell]!++;
    }
  }
  return {
    className: classNames[classIndex]!,
    confidence,
    modelVersion,
    falls: Array.from({ length: CELLS }, (_, row) =>
      Array.from({ length: CELLS }, (__, column) => {
        const cell = row * CELLS + column;
        return Math.max(0, falls[cell]! / covers[cell]!);
      }),
    ),
  };
}

/** Top left corners, in cells. */
function squares(): [top: number, left: number][] {
  const positions = Array.from({ length: CELLS + SQUARE - 1 }, (_, i) => i - SQUARE + 1);
  return positions.flatMap((top) => positions.map((left): [number, number] => [top, left]));
}

function cellsOf(top: number, left: number): number[] {
  const cells: number[] = [];
  for (let row = Math.max(0, top); row < Math.min(CELLS, top + SQUARE); row++) {
    for (let column = Math.max(0, left); column < Math.min(CELLS, left + SQUARE); column++) {
      cells.push(row * CELLS + column);
    }
  }
  return cells;
}

function greyed(
  pixels: Uint8Array,
  { width, height }: InputSpec,
  [top, left]: readonly [top: number, left: number],
): Uint8Array {
  const image = pixels.slice();
  const border = (cell: number, side: number): number => Math.round((cell * side) / CELLS);
  for (const cell of cellsOf(top, left)) {
    const [row, column] = [Math.floor(cell / CELLS), cell % CELLS];
    for (let y = border(row, height); y < border(row + 1, height); y++) {
      for (let x = border(column, width); x < border(column + 1, width); x++) {
        image.set(GREY, (y * width + x) * GREY.length);
      }
    }
  }
  return image;
}
