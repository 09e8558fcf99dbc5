import type { LearningCurve, OwnPictures } from '../registry/own-pictures';

/** How many more pictures a piece of advice is about. */
const MORE_PICTURES = 20;
/** Errors at a usual pace: of photographs of six kinds, see docs/photos.md. */
const USUAL_EXPONENT = 0.3;
const LEAST_EXPONENT = 0.05;
const MOST_EXPONENT = 1;
/** Pictures that the errors of all classes count for in those of each: few say little. */
const PICTURES_OF_ALL = 5;
/** A rise of less than half a point is not worth naming. */
const LEAST_GAIN = 0.005;

/** How a class does. */
export interface ClassErrors {
  /** that the version learned from */
  readonly learned: number;
  readonly judged: number;
  readonly right: number;
}

/**
 * Which class would gain most from twenty more pictures. Nobody has seen these pictures; it is an
 * estimate from two things that were measured. Errors fall with a power of the number of pictures
 * (Hestness et al. 2017, arXiv 1712.00409), whose exponent is that of the learning curve of all
 * classes together; and each class starts at its own share of errors, drawn towards the mean where
 * few of its pictures were judged. The gain is the fall of its errors from what it has learned from
 * to twenty more.
 *
 * @returns null where no class would gain half a point, or none was judged
 */
export function estimateGains(
  classes: readonly ClassErrors[],
  curve: LearningCurve,
): OwnPictures['advice'] {
  const judged = classes.reduce((sum, { judged: n }) => sum + n, 0);
  if (judged === 0) return null;
  const wrong = classes.reduce((sum, { judged: n, right }) => sum + n - right, 0);
  const measured = exponentOf(curve);
  const exponent = measured ?? USUAL_EXPONENT;
  let best: { class: number; gain: number } | null = null;
  for (const [c, { learned, judged: n, right }] of classes.entries()) {
    if (learned === 0) continue;
    const errors = (n - right + (PICTURES_OF_ALL * wrong) / judged) / (n + PICTURES_OF_ALL);
    const gain = errors * (1 - (learned / (learned + MORE_PICTURES)) ** exponent);
    if (gain >= LEAST_GAIN && gain > (best?.gain ?? 0)) best = { class: c, gain };
  }
  return (
    best && {
      ...best,
      more_pictures: MORE_PICTURES,
      exponent,
      exponent_from: measured === null ? 'usual' : 'learning_curve',
    }
  );
}

/** The slope of the errors over the pictures, both as logarithms, by least squares. */
function exponentOf(curve: LearningCurve): number | null {
  const points = curve
    .filter(({ accuracy }) => accuracy < 1)
    .map(({ pictures_per_class: n, accuracy }) => [Math.log(n), Math.log(1 - accuracy)] as const);
  if (points.length < 3) return null;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return Math.min(MOST_EXPONENT, Math.max(LEAST_EXPONENT, -covariance / variance));
}
