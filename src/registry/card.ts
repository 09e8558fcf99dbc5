import { z } from 'zod';
import { CIFAR10_INPUT } from '../config/cifar10';
import { inputSpecSchema } from '../config/input-spec';
import { namedValues } from '../config/named-values';
import { ownPicturesSchema } from './own-pictures';

const metrics = z.object({
  accuracy: z.number(),
  precision_macro: z.number(),
  precision_weighted: z.number(),
  recall_macro: z.number(),
  recall_weighted: z.number(),
  f1_macro: z.number(),
  f1_weighted: z.number(),
  /** rows: true class, columns: predicted class */
  confusion_matrix: z.array(z.array(z.number().int())),
  /** area under the one-versus-rest ROC curve of each class */
  auc_per_class: namedValues(z.number()),
  images: z.number().int(),
  /** one-versus-rest, by class name: at most 100 points from (0, 0) to (1, 1) */
  roc_curves: namedValues(
    z.object({ false_positive_rate: z.array(z.number()), true_positive_rate: z.array(z.number()) }),
  ),
  calibration: z.object({
    /** expected calibration error over 15 bins of equal width, with the temperature and without */
    expected_calibration_error: z.number(),
    expected_calibration_error_uncalibrated: z.number(),
    bins: z.array(
      z.object({ confidence: z.number(), accuracy: z.number(), images: z.number().int() }),
    ),
  }),
});

const gate = z.object({
  verdict: z.enum(['passed', 'rejected']),
  compared_with: z.string().nullable(),
  rules: z.array(
    z.object({
      name: z.string(),
      /** a sentence with the numbers that decided it */
      explanation: z.string(),
      passed: z.boolean(),
    }),
  ),
});

/** A network from elsewhere that gives the features of a version. */
const backbone = z.object({
  /** as it was added here */
  name: z.string(),
  /** where it came from: an address, or the name of a file */
  location: z.string(),
  /** SHA-256 of what came from there, in hexadecimal */
  sha256: z.string(),
  licence: z.string().nullable(),
});

const retraining = z.object({
  mode: z.enum(['head', 'full']),
  job: z.string().nullable(),
  /** which classes it was to know, all where it is not said: of people's pictures alone, or by name */
  classes: z.union([z.enum(['all', 'own']), z.array(z.string())]).optional(),
  /** labelled samples that it learned from, by class */
  samples: namedValues(z.number().int()),
  /** labelled samples kept out of training (a tenth of each class with ten or more), by class */
  held_out_samples: namedValues(z.number().int()),
  new_classes: z.array(z.string()),
  /** SHA-256 over the ids and labels of the samples, in order of id */
  samples_fingerprint: z.string(),
  duration_seconds: z.number(),
});

/**
 * The versions that one has the network and head of, with which it differs only in how pictures are
 * fitted to its input and in what is `uncertain`: it takes their place where they are gone.
 */
const succession = z.object({
  /** the one that it was made from, then the one that that one was made from, and so on */
  versions: z.array(z.string()).min(1),
  /** when the first of them was made: the network and head are as old as that */
  since: z.iso.datetime(),
  /** SHA-256 over the hashes of the files of network and head; a card with other files says nothing */
  network_and_head: z.string(),
});

/**
 * The version of the same graph with whose head this was measured; missing where it is this one. A
 * retrained head is another, and the images that would tell are not there when it is made.
 */
const measuredOf = z.string().optional();

/** What `models/<version>/card.json` holds: where a version comes from and how good it is. */
export const modelCardSchema = z.object({
  /** 2 where a version stands on a backbone, which releases before it could not serve */
  format: z.union([z.literal(1), z.literal(2)]),
  version: z.string(),
  created_at: z.iso.datetime(),
  parent: z.string().nullable(),
  /** missing where the network or the head is its own */
  successor_of: succession.optional(),
  class_names: z.array(z.string()).min(2),
  /** height, width, channels */
  input_shape: z.tuple([z.int().min(1), z.int().min(1), z.literal(3)]),
  /** how pictures become that; versions of releases before it was said are of CIFAR-10 */
  input: inputSpecSchema.default(() => ({ ...CIFAR10_INPUT })),
  /** the network that gives the features, where it was not trained here; null where it was */
  backbone: backbone.nullable().default(null),
  network: z.object({
    name: z.string(),
    parameters: z.number().int(),
    /** features that the head works on; the first `penultimate` of them are the last layer's */
    features: z.number().int(),
    penultimate: z.number().int(),
    /** of one forward pass of one image, in millions; a multiply-add counts as two */
    mflop: z.number().nullable(),
    layers: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        output_shape: z.string(),
        parameters: z.number().int(),
      }),
    ),
  }),
  /** how the network was trained, or its head alone where the network came from elsewhere */
  training: z.object({
    data: z.string(),
    /** SHA-256 over the training images and labels in reading order */
    data_fingerprint: z.string(),
    images: z.number().int(),
    validation_images: z.number().int(),
    epochs: z.number().int(),
    batch_size: z.number().int(),
    seed: z.number().int(),
    /** the whole recipe as data */
    recipe: namedValues(z.unknown()),
    engine: z.string(),
    machine: z.string(),
    duration_seconds: z.number(),
    images_per_second: z.number(),
    history: z.array(
      z.object({
        epoch: z.number().int(),
        loss: z.number(),
        accuracy: z.number(),
        val_accuracy: z.number(),
        seconds: z.number(),
      }),
    ),
  }),
  metrics: z.object({
    validation: metrics.nullable(),
    test: metrics.nullable(),
    /** on the labelled samples kept out of training */
    samples: metrics.nullable(),
    /** on its user's pictures, each as one that it had not learned from */
    own: ownPicturesSchema.nullable().optional(),
  }),
  /** classes that came with the network, by a head of its own, and not from pictures here */
  imported_classes: z.array(z.string()).default(() => []),
  /** how the version came from its parent; null for one trained from the beginning */
  retraining: retraining.nullable(),
  /** what decided whether it may be promoted; null for one trained from the beginning */
  gate: gate.nullable(),
  /** the int8 graph against the fp32 graph on the held-out images; null where there is no int8 graph */
  int8: z
    .object({
      accuracy_fp32: z.number(),
      accuracy_int8: z.number(),
      images: z.number().int(),
      calibration_images: z.number().int(),
      measured_of: measuredOf,
    })
    .nullable(),
  /**
   * when an image is `uncertain`: the distance to its k-th nearest neighbour, less the length of its
   * features times `length_discount`, is above the threshold
   */
  rejection: z.object({
    k: z.number().int(),
    /** of the cosine distance, 0-2, and what is taken off it */
    threshold: z.number(),
    length_discount: z.number().optional(),
    /** share of held-out images within the threshold */
    percentile: z.number(),
    /** area under the ROC curve of the distance, held-out images against images of no class, by kind */
    auroc: namedValues(z.number()),
    /** of `auroc` */
    measured_of: measuredOf,
  }),
  /** softmax temperature fitted on the validation images */
  temperature: z.number(),
  /** null where there is no tfjs model beside the ONNX graph */
  parity: z
    .object({
      /** largest difference between tfjs and ONNX logits on the probe batch */
      max_logit_difference: z.number(),
      probe_images: z.number().int(),
    })
    .nullable(),
  /** SHA-256 of every other file of the version, in hexadecimal */
  files: namedValues(z.string()),
});

export type ModelCard = z.infer<typeof modelCardSchema>;
/** A card as it is to be written: its files are hashed then. */
export type NewCard = Omit<z.input<typeof modelCardSchema>, 'files'>;
export type Metrics = z.infer<typeof metrics>;
export type GateReport = z.infer<typeof gate>;
export type Succession = z.infer<typeof succession>;
export type Retraining = z.infer<typeof retraining>;

/** The largest cosine distance, of opposite directions: a threshold of it makes no image `uncertain`. */
export const FARTHEST = 2;

/**
 * Whether network and head came together from elsewhere, as from Teachable Machine: nothing was trained
 * here, and nothing is known of how it was.
 */
export function isImported({
  backbone,
  retraining,
  training,
}: Pick<ModelCard, 'backbone' | 'retraining' | 'training'>): boolean {
  return backbone !== null && retraining === null && training.images === 0;
}
