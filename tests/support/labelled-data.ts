import type { LabelledData } from '../../src/dataset/samples/labelled-data';

/** Labelled data for tests that are about something else: images are not kept, all else fails. */
export function noLabelledData(): LabelledData {
  const images: Pick<LabelledData['images'], 'keep' | 'recorded' | 'kept' | 'flush'> = {
    keep: () => undefined,
    recorded: () => Promise.resolve(),
    kept: () => Promise.resolve(new Set()),
    flush: () => Promise.resolve(),
  };
  return {
    images: images as LabelledData['images'],
    uploadFolder: '/nowhere',
    sweep: () => Promise.resolve(),
    close: () => Promise.resolve(),
  } as Partial<LabelledData> as LabelledData;
}
