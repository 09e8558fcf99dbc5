import { formatName, isShownByBrowsers } from '../config/image-formats';
import type { Sample } from '../store/samples/sample';
import { fileSize } from './format';
import { text } from './strings/strings';

/** A labelled picture in the gallery. */
export interface SampleTile {
  readonly id: string;
  readonly label: string;
  readonly fileName: string;
  readonly thumbnailUrl: string;
  readonly imageUrl: string;
  /** Format, size in pixels and in bytes of the file. */
  readonly facts: string;
  /** It has so few pixels that it is shown pixel by pixel. */
  readonly isSmall: boolean;
  readonly isHeldOut: boolean;
  readonly isTest: boolean;
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
    facts: text('dataFileFacts', {
      format: formatName(sample.format),
      width: sample.width,
      height: sample.height,
      size: fileSize(sample.fileBytes),
    }),
    isHeldOut: sample.split === 'held_out',
    isTest: sample.split === 'test',
    isNew: trainedChange !== null && sample.lastChange > trainedChange,
  };
}
