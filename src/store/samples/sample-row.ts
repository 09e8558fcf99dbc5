import type { Insertable, Selectable } from 'kysely';
import type { SampleTable } from '../history-tables';
import { clockTimeOf, type RecordedAt } from '../place-in-order';
import { SPLITS, type NewSample, type Sample, type SampleSource, type Split } from './sample';

/** What a sample is read from: never its blobs, which are most of the row. */
export const SAMPLE_COLUMNS = [
  'id',
  'label_key',
  'source',
  'file_name',
  'format',
  'width',
  'height',
  'file_bytes',
  'split',
  'prediction_id',
  'created_at',
  'clock_at',
  'updated_at',
  'file_hash',
] as const;

type SampleRow = Pick<Selectable<SampleTable>, (typeof SAMPLE_COLUMNS)[number]>;

interface ReadSampleRow extends SampleRow {
  readonly label: string;
  /** number of its last change */
  readonly last_change: number | string | null;
}

/** New rows have no pixels: those are derived from the file. */
const NO_PIXELS = new Uint8Array(0);

/** What a new sample is for, before some are held out. */
export function firstSplitOf({ isTest, restored }: NewSample): Split {
  if (isTest) return 'test';
  return restored?.isHeldOut === true ? 'held_out' : 'train';
}

export function splitOf({ split }: { readonly split: number }): Split {
  return SPLITS[split]!;
}

export function fromSampleRow(row: ReadSampleRow): Sample {
  return {
    id: row.id,
    label: row.label,
    source: row.source as SampleSource,
    fileName: row.file_name,
    format: row.format,
    width: row.width,
    height: row.height,
    fileBytes: row.file_bytes,
    fileHash: row.file_hash,
    split: splitOf(row),
    predictionId: row.prediction_id,
    createdAt: clockTimeOf(row),
    updatedAt: Number(row.updated_at),
    lastChange: Number(row.last_change ?? 0),
  };
}

export function toSampleRow(
  sample: NewSample,
  at: number,
  recorded: RecordedAt,
): Insertable<SampleTable> {
  const { restored } = sample;
  return {
    id: sample.id,
    label_key: sample.label.key,
    source: sample.source,
    file_name: sample.fileName,
    format: sample.format,
    width: sample.width,
    height: sample.height,
    file_bytes: sample.fileBytes,
    split: SPLITS.indexOf(firstSplitOf(sample)),
    prediction_id: sample.predictionId,
    ...(restored === undefined
      ? recorded
      : { created_at: Math.min(restored.createdAt, at), clock_at: null }),
    updated_at: Math.min(restored?.updatedAt ?? at, at),
    pixels: NO_PIXELS,
    thumbnail: sample.thumbnail,
    file_hash: sample.id,
  };
}
