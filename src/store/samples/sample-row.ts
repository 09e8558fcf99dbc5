import type { Selectable } from 'kysely';
import type { SampleTable } from '../history-tables';
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
  'updated_at',
] as const;

type SampleRow = Pick<Selectable<SampleTable>, (typeof SAMPLE_COLUMNS)[number]>;

export function fromSampleRow(row: SampleRow & { readonly label: string }): Sample {
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
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

export function toSampleRow(
  sample: NewSample,
  at: number,
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
    created_at: at,
    updated_at: at,
    pixels: sample.pixels,
    thumbnail: sample.thumbnail,
  };
}
