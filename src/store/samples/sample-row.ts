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
] as const;

type SampleRow = Pick<Selectable<SampleTable>, (typeof SAMPLE_COLUMNS)[number]>;

interface ReadSampleRow extends SampleRow {
  readonly label: string;
  /** number of its last change */
  readonly last_change: number | string | null;
}

/** New rows have no pixels: those are derived from the file. */
const NO_PIXELS = new Uint8Array(0);

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
  return {
    id: sample.id,
    label_key: sample.label.key,
    source: sample.source,
    file_name: sample.fileName,
    format: sample.format,
    width: sample.width,
    height: sample.height,
    file_bytes: sample.fileBytes,
    split: SPLITS.indexOf(sample.isTest ? 'test' : 'train'),
    prediction_id: sample.predictionId,
    ...recorded,
    updated_at: at,
    pixels: NO_PIXELS,
    thumbnail: sample.thumbnail,
    file_hash: sample.id,
  };
}
