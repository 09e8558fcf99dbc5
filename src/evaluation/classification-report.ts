/** How well one class is recognised; all in 0-1. */
export interface ClassReport {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Images of the class. */
  readonly support: number;
}

/**
 * Class by class what a confusion matrix says. A precision or recall without any prediction or
 * image counts as 0, as in scikit-learn.
 *
 * @param confusion rows: true class, columns: predicted class
 */
export function classReports(confusion: readonly (readonly number[])[]): ClassReport[] {
  return confusion.map((row, c) => {
    const hits = row[c]!;
    const support = row.reduce((sum, n) => sum + n, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[c]!, 0);
    const precision = predicted === 0 ? 0 : hits / predicted;
    const recall = support === 0 ? 0 : hits / support;
    const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { precision, recall, f1, support };
  });
}

/** {@link classReports} by the names of the classes. */
export function classificationReport(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
): Record<string, ClassReport> {
  const reports = classReports(confusion);
  return Object.fromEntries(classNames.map((name, c) => [name, reports[c]!]));
}
