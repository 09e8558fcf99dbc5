/** How two classifiers did on the same images, and whether the difference may be chance. */
export interface McnemarTest {
  readonly images: number;
  readonly both_right: number;
  readonly only_a_right: number;
  readonly only_b_right: number;
  readonly both_wrong: number;
  /** chi-squared with one degree of freedom, with Edwards' continuity correction */
  readonly statistic: number;
  /** two-sided and exact: how often chance alone makes a difference this large */
  readonly p_value: number;
}

/**
 * McNemar's test of two classifiers on the same images (McNemar 1947, Psychometrika 12; the
 * correction: Edwards 1948; recommended for classifiers by Dietterich 1998, Neural Computation
 * 10). Only the images that one of the two gets right count; were the classifiers equally good,
 * each of these would be a toss of a coin, so that the p-value is a binomial tail, summed exactly
 * for any number of images.
 *
 * @param isRightA whether A is right about each image
 * @param isRightB the same of B, in the same order
 */
export function mcnemarTest(
  isRightA: readonly boolean[],
  isRightB: readonly boolean[],
): McnemarTest {
  if (isRightA.length !== isRightB.length) {
    throw new RangeError(
      `${isRightA.length} answers of one classifier cannot be compared with ${isRightB.length} of the other`,
    );
  }
  const count = (a: boolean, b: boolean): number =>
    isRightA.filter((right, i) => right === a && isRightB[i] === b).length;
  const onlyA = count(true, false);
  const onlyB = count(false, true);
  const tosses = onlyA + onlyB;
  return {
    images: isRightA.length,
    both_right: count(true, true),
    only_a_right: onlyA,
    only_b_right: onlyB,
    both_wrong: count(false, false),
    statistic: tosses === 0 ? 0 : Math.max(0, Math.abs(onlyA - onlyB) - 1) ** 2 / tosses,
    p_value: Math.min(1, 2 * binomialTail(Math.min(onlyA, onlyB), tosses)),
  };
}

/** How likely `most` or fewer heads are in `tosses` of a fair coin. */
function binomialTail(most: number, tosses: number): number {
  let total = 0;
  let logChoices = 0; // of log(tosses choose heads)
  for (let heads = 0; heads <= most; heads++) {
    total += Math.exp(logChoices - tosses * Math.LN2);
    logChoices += Math.log((tosses - heads) / (heads + 1));
  }
  return total;
}
