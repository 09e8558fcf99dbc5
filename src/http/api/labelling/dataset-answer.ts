import { labelKey } from '../../../dataset/samples/label';
import type { SampleCount } from '../../../store/samples/sample';
import { classesWithoutPictures } from './classes-there';
import type { DatasetAnswer } from './samples-schema';
import type { LabellingParts } from './labelling-parts';

export type DatasetParts = Pick<LabellingParts, 'labelledData' | 'lastTraining' | 'state'>;

/** Predictions with feedback that the accuracy is of. */
const LAST_FEEDBACK = 1000;

/** The labelled images, counted, as the API shows them. */
export async function datasetAnswer({
  labelledData: { samples, images, feedbackStore },
  lastTraining,
  state,
}: DatasetParts): Promise<DatasetAnswer> {
  const training = await lastTraining();
  const since = training?.sampleChange ?? 0;
  const counts = await samples.count(since);
  const others = counts.filter(({ split }) => split !== 'test');
  const kept = await images.counts();
  return {
    total: sum(others),
    held_out: sum(counts.filter(({ split }) => split === 'held_out')),
    test: sum(counts.filter(({ split }) => split === 'test')),
    classes: classesOf(classesWithoutPictures(state), counts),
    sources: bySource(others),
    last_training_at: training?.at.toISOString() ?? null,
    since_last_training: await samples.changesSince(since),
    feedback: await feedbackStore.accuracy({ last: LAST_FEEDBACK }),
    prediction_images: {
      kept: kept.images,
      bytes: kept.bytes,
      dropped: kept.droppedImages,
      dropped_thumbnails: kept.droppedThumbnails,
    },
  };
}

/** @param always classes that are listed without any sample, too */
function classesOf(
  always: readonly string[],
  counts: readonly SampleCount[],
): DatasetAnswer['classes'] {
  const labels = new Map(
    [...always, ...counts.map(({ label }) => label)].map((label) => [labelKey(label), label]),
  );
  return [...labels.values()].map((label) => {
    const ofLabel = counts.filter((count) => count.label === label);
    const group = ofLabel.filter(({ split }) => split !== 'test');
    return {
      label,
      samples: sum(group),
      held_out: sum(group.filter(({ split }) => split === 'held_out')),
      test: sum(ofLabel.filter(({ split }) => split === 'test')),
      new: group.reduce((total, { changed }) => total + changed, 0),
      by_source: bySource(group),
    };
  });
}

function bySource(counts: readonly SampleCount[]): DatasetAnswer['sources'] {
  const of = (source: string): number => sum(counts.filter((count) => count.source === source));
  return { upload: of('upload'), archive: of('archive'), feedback: of('feedback') };
}

function sum(counts: readonly SampleCount[]): number {
  return counts.reduce((total, { samples }) => total + samples, 0);
}
