import type { Sample } from '../../../store/samples/sample';
import type { SampleAnswer } from './samples-schema';

/** A sample as the API shows it. */
export function sampleAnswer(sample: Sample): SampleAnswer {
  const url = `/api/dataset/samples/${sample.id}`;
  return {
    id: sample.id,
    label: sample.label,
    source: sample.source,
    file_name: sample.fileName,
    format: sample.format as SampleAnswer['format'],
    width: sample.width,
    height: sample.height,
    file_bytes: sample.fileBytes,
    held_out: sample.split === 'held_out',
    split: sample.split,
    prediction_id: sample.predictionId,
    created_at: new Date(sample.createdAt).toISOString(),
    updated_at: new Date(sample.updatedAt).toISOString(),
    thumbnail_url: `${url}/thumbnail`,
    image_url: `${url}/image`,
  };
}
