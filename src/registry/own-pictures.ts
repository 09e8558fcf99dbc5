import { z } from 'zod';

/** A share of pictures, 0-1, with its 95% interval by Wilson's score. */
const share = z.object({
  right: z.int(),
  pictures: z.int(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
});

/** How a version does on the pictures that its user labelled, each of which it had not learned from. */
export const ownPicturesSchema = z.object({
  /**
   * `leave_one_out`: each picture by a head that has learned from all others; `held_out`: pictures
   * that were kept out of training
   */
  judged_by: z.enum(['leave_one_out', 'held_out']),
  accuracy: share,
  /** mean of the recall of the classes that have judged pictures, 0-1 */
  mean_recall: z.number(),
  /** pictures that are the only one of their class: without it there is no such class to find */
  not_judged: z.int(),
  /** in the order of the class names of the card */
  classes: z.array(
    z.object({
      /** that the version learned from */
      learned: z.int(),
      /** null where no picture of the class was judged */
      recall: share.nullable(),
      /** judged pictures that were called this class, rightly or wrongly */
      called: z.int(),
    }),
  ),
  /** what the judged pictures were called: only cells that are not empty */
  confusion: z.array(
    z.object({
      /** indices of classes */
      actual: z.int(),
      predicted: z.int(),
      pictures: z.int(),
      /** ids of some of them, first those that the version is surest about */
      examples: z.array(z.string()),
    }),
  ),
  /** expected calibration error over 15 bins of equal width, 0-1, with the temperature */
  expected_calibration_error: z.number(),
  /** accuracy on pictures that were not learned from, by how many of each class were */
  learning_curve: z.array(
    z.object({
      /** of each class, or as many as there are but one */
      pictures_per_class: z.int(),
      accuracy: z.number(),
      low: z.number(),
      high: z.number(),
      /** random choices of pictures that the accuracy is a mean of */
      draws: z.int(),
    }),
  ),
  /** the class that more pictures would help most; null where nothing points to one */
  advice: z
    .object({
      /** index of the class */
      class: z.int(),
      more_pictures: z.int(),
      /** by how much its recall may rise, 0-1: an estimate, see `estimateGains` */
      gain: z.number(),
      /** how fast errors fall: with n times the pictures there are n^-exponent as many */
      exponent: z.number(),
      /** `usual` where the learning curve has too few points to tell */
      exponent_from: z.enum(['learning_curve', 'usual']),
    })
    .nullable(),
});

export type OwnPictures = z.infer<typeof ownPicturesSchema>;
export type ShareOfPictures = OwnPictures['accuracy'];
export type LearningCurve = OwnPictures['learning_curve'];
