import { countNames } from '../../config/named-values';
import { judgePictures } from '../../evaluation/gate-pictures';
import { describeMachine } from '../../observability/machine';
import type { OwnPictures } from '../../registry/own-pictures';
import type { NewCard } from '../../registry/card';
import { learnedInWords, type ChosenPictures, type LabelledPicture } from './chosen-pictures';
import type { FittedPictures, PictureRetrainingOptions } from './retrain-pictures';

/** The card of a version whose head was fitted to pictures, with the verdict of its gate. */
export function pictureCard(options: PictureRetrainingOptions, result: FittedPictures): NewCard {
  const { network, parent, choice } = options;
  const { fitted, rejection, pictures, own, fingerprint, seconds } = result;
  const { classNames, learned, heldOut } = pictures;
  const { input, features } = network;
  const before = (): OwnPictures['accuracy'] | undefined =>
    parent?.card.retraining?.samples_fingerprint === fingerprint
      ? parent.card.metrics.own?.accuracy
      : undefined;
  return {
    format: 2,
    version: options.name,
    created_at: options.createdAt.toISOString(),
    parent: parent?.name ?? null,
    class_names: [...classNames],
    imported_classes: options.prior === undefined ? [] : [...(parent?.card.imported_classes ?? [])],
    input_shape: [input.height, input.width, 3],
    input: { ...input },
    backbone: { ...network.backbone },
    network: {
      name: network.backbone.name,
      parameters: network.parameters,
      features,
      penultimate: network.pooled,
      mflop: null,
      layers: [],
    },
    training: {
      data: learnedInWords(pictures),
      data_fingerprint: fingerprint,
      images: learned.length,
      validation_images: heldOut.length,
      // The head is solved for in closed form, from all pictures at once.
      epochs: 1,
      batch_size: learned.length,
      seed: 0,
      recipe: { name: 'ridge', penalty: fitted.penalty, views: ['as it is', 'mirrored'] },
      engine: 'ridge regression in closed form',
      machine: describeMachine(),
      duration_seconds: seconds,
      images_per_second: learned.length / seconds,
      history: [],
    },
    metrics: { validation: null, test: null, samples: null, own },
    retraining: parent && {
      mode: 'head',
      job: options.job,
      classes: typeof choice === 'string' ? choice : [...choice],
      samples: countByClass(learned, pictures),
      held_out_samples: countByClass(heldOut, pictures),
      new_classes: classNames.filter((name) => !parent.card.class_names.includes(name)),
      samples_fingerprint: fingerprint,
      duration_seconds: seconds,
    },
    gate:
      parent &&
      judgePictures(
        {
          comparedWith: parent.name,
          classNames,
          classNamesBefore: parent.card.class_names,
          own,
          heldOut: result.heldOut,
          before: before(),
        },
        options.maxLoss,
      ),
    int8: null,
    rejection: {
      k: rejection.neighbours.k,
      threshold: rejection.neighbours.threshold,
      percentile: rejection.accepted,
      auroc:
        rejection.auroc === null ? {} : { 'pictures of a class it was not shown': rejection.auroc },
    },
    temperature: fitted.temperature,
    parity: null,
  };
}

function countByClass(
  pictures: readonly LabelledPicture[],
  { classNames }: ChosenPictures,
): Record<string, number> {
  return countNames(pictures.map(({ label }) => classNames[label]!));
}
