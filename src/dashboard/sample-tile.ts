import { isShownByBrowsers } from '../config/image-formats';
import type { Sample } from '../store/samples/sample';

/** A labelled picture in the gallery. */
export interface SampleTile {
  readonly id: string;
  readonly label: string;
  readonly fileName: string;
  readonly thumbnailUrl: string;
  readonly imageUrl: string;
  /** It has so few pixels that it is shown pixel by pixel. */
  readonly isSmall: boolean;
  readonly isHeldOut: boolean;
  /** Labelled since the last training; false before the first, when that tells none apart. */
  readonly isNew: boolean;
}

/** Pictures up to this many pixels wide are shown pixel by pixel instead of blurred. */
const SMALL = 128;

/** @param trainedChange last change of samples before the last training; null before the first */
export function sampleTile(sample: Sample, trainedChange: number | null): SampleTile {
  const url = `/api/dataset/samples/${sample.id}`;
  return {
    id: sample.id,
    label: sample.label,
    fileName: sample.fileName,
    thumbnailUrl: `${url}/thumbnail`,
    imageUrl: isShownByBrowsers(sample.format) ? `${url}/image` : `${url}/image?format=webp`,
    isSmall: sample.width <= SMALL,
    isHeldOut: sample.split === 'held_out',
    isNew: trainedChange !== null && sample.lastChange > trainedChange,
  };
}
