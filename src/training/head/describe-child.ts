import { createHash } from 'node:crypto';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { argMax } from '../../evaluation/accuracy';
import { judge, type GateEvidence, type SharedScore } from '../../evaluation/gate';
import { headLogits } from '../../evaluation/head-logits';
import { evaluateLogits, metricsOf } from '../../evaluation/metrics';
import { evaluateOwnPictures } from '../../evaluation/own-pictures';
import type { ModelCard, NewCard, Retraining } from '../../registry/card';
import type { GraphFeatures, Head, ModelVersion } from '../../registry/version';
import { PARITY_TOLERANCE } from '../export/parity-tolerance';
import type { HeldOutSamples } from './arrange-samples';
import { countByClass, learnedOfEach, taughtClasses, type ClassList } from './class-list';
import type { HeadRetrainingOptions } from './retrain-head';

/** A new head, and what it was made of. */
export interface FittedHead {
  readonly graph: GraphFeatures;
  readonly classes: ClassList;
  readonly head: Head;
  readonly heldOut: HeldOutSamples;
  readonly samples: readonly LabelledSample[];
  readonly rejection: ModelCard['rejection'];
  readonly seconds: number;
}

/** The card of a version with the graph of its parent and a new head, with the verdict of the gate. */
export function cardOf(options: HeadRetrainingOptions, fitted: FittedHead): NewCard {
  const { parent, name, createdAt } = options;
  const { graph, classes, head, heldOut } = fitted;
  const measuredOf = (measured: { measured_of?: string | undefined }): string =>
    measured.measured_of ?? parent.name;
  const metrics = (features: Float32Array, labels: Uint8Array): ModelCard['metrics']['samples'] =>
    metricsOf(evaluateLogits(headLogits(head, features), labels, classes.names, head.temperature));
  const learned = learnedOfEach(fitted.samples, classes);
  const own = evaluateOwnPictures({
    judgedBy: 'held_out',
    ids: heldOut.ids,
    labels: heldOut.labels,
    logits: headLogits(head, heldOut.features),
    temperature: head.temperature,
    learned,
    // The graph's own images are learned from as well: no number of labelled samples tells of its errors.
    learningCurve: [],
  });
  return {
    ...parent.card,
    version: name,
    created_at: createdAt.toISOString(),
    parent: parent.name,
    successor_of: undefined, // its head is another one
    class_names: [...classes.names],
    metrics: {
      validation: metrics(graph.heldOutFeatures, graph.heldOutLabels),
      // Only the images could tell, and they are not here.
      test: null,
      samples: heldOut.labels.length === 0 ? null : metrics(heldOut.features, heldOut.labels),
      own,
    },
    retraining: retrainingOf(options, fitted),
    gate: judge(
      {
        comparedWith: parent.name,
        ...onKnownClasses(parent, head, graph),
        classes: {
          classNames: classes.names,
          before: parent.card.class_names,
          own,
          taught: taughtClasses(classes, learned),
        },
        samples: heldOut.names.length === 0 ? null : scoreOf(parent, head, classes, heldOut),
        parity: null,
      },
      { maxLossOfAccuracy: options.maxLossOfAccuracy, parityTolerance: PARITY_TOLERANCE },
    ),
    int8: parent.card.int8 && { ...parent.card.int8, measured_of: measuredOf(parent.card.int8) },
    rejection: { ...fitted.rejection, measured_of: measuredOf(parent.card.rejection) },
    temperature: head.temperature,
  };
}

function retrainingOf(
  { job }: HeadRetrainingOptions,
  { classes, samples, seconds }: FittedHead,
): Retraining {
  const fingerprint = createHash('sha256');
  for (const { id, label } of samples) fingerprint.update(`${id} ${label}\n`);
  return {
    mode: 'head',
    job,
    samples: countByClass(
      samples.filter(({ heldOut }) => !heldOut),
      classes,
    ),
    held_out_samples: countByClass(
      samples.filter(({ heldOut }) => heldOut),
      classes,
    ),
    new_classes: classes.names.slice(classes.known),
    samples_fingerprint: fingerprint.digest('hex'),
    duration_seconds: seconds,
  };
}

/**
 * How both heads do on the held-out images of the classes that the graph was trained on: among
 * these alone, and, where there are new ones, how many images the new head loses to them.
 */
function onKnownClasses(
  parent: ModelVersion,
  head: Head,
  { classNames, heldOutFeatures, heldOutLabels }: GraphFeatures,
): Pick<GateEvidence, 'knownClasses' | 'takenByNewClasses'> {
  const images = heldOutLabels.length;
  const hits = (from: Head, compared: number): number => {
    const logits = headLogits(from, heldOutFeatures);
    return heldOutLabels.filter((label, i) => argMax(logits, i * from.classes, compared) === label)
      .length;
  };
  // Versions of one graph have its classes first.
  const candidate = hits(head, classNames.length);
  const knownClasses = { candidate, active: hits(parent.head, classNames.length), images };
  const newClasses = head.classes - classNames.length;
  if (newClasses === 0) return { knownClasses };
  const taken = candidate - hits(head, head.classes);
  return { knownClasses, takenByNewClasses: { newClasses, taken, images } };
}

/** How many of the same images the new head and the parent's get right. */
function scoreOf(
  parent: ModelVersion,
  head: Head,
  classes: ClassList,
  { features, names }: Pick<HeldOutSamples, 'features' | 'names'>,
): SharedScore {
  return {
    candidate: hits(headLogits(head, features), classes.names, names),
    active: hits(headLogits(parent.head, features), parent.card.class_names, names),
    images: names.length,
  };
}

function hits(
  logits: Float32Array,
  classNames: readonly string[],
  names: readonly string[],
): number {
  const classes = classNames.length;
  return names.filter((name, i) => classNames[argMax(logits, i * classes, classes)] === name)
    .length;
}
