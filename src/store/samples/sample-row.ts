import type { Selectable } from 'kysely';
import type { SampleTable } from '../history-tables';
import { clockTimeOf, type RecordedAt } from '../place-in-order';
import type { NewSample, Sample, SampleSource } from './sample';

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
  'held_out',
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
    heldOut: row.held_out === 1,
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
): SampleRow & { pixels: Uint8Array; thumbnail: Uint8Array | null } {
  return {
    id: sample.id,
    label_key: sample.label.key,
    source: sample.source,
    file_name: sample.fileName,
    format: sample.format,
    width: sample.width,
    height: sample.height,
    file_bytes: sample.fileBytes,
    held_out: sample.heldOut ? 1 : 0,
    prediction_id: sample.predictionId,
    ...recorded,
    updated_at: at,
    pixels: sample.pixels,
    thumbnail: sample.thumbnail,
  };
}
