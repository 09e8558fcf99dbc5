import type { OwnPictures } from '../registry/own-pictures';
import type { CatalogueEntry } from '../registry/version-catalogue';
import { count, percent } from './format';
import { ownFigure } from './own-pictures';
import { comparisonForm, hrefOf, modelsShell, type ComparisonForm } from './models';
import type { Shell } from './shell';
import { STRINGS, text } from './strings/strings';

interface ComparedMetrics {
  readonly images: number;
  readonly accuracy: number;
  readonly accuracy_interval: { readonly low: number; readonly high: number };
  readonly precision_macro: number;
  readonly recall_macro: number;
  readonly f1_macro: number;
  readonly expected_calibration_error: number;
}

interface ClassReport {
  readonly f1: number;
  readonly support: number;
}

interface ComparedVersion {
  readonly version: string;
  readonly metrics: ComparedMetrics;
  /** images of labels that it has no class for, by label */
  readonly unknown_labels: Readonly<Record<string, number>>;
  readonly own: Pick<OwnPictures, 'accuracy'> | null;
}

/** What GET /api/models/compare answers, as far as it is shown. */
export interface Comparison {
  readonly data: string;
  readonly on: string;
  readonly a: ComparedVersion;
  readonly b: ComparedVersion;
  readonly per_class: Readonly<
    Record<
      string,
      {
        readonly a: ClassReport | null;
        readonly b: ClassReport | null;
      }
    >
  >;
  readonly mcnemar: {
    readonly images: number;
    readonly only_a_right: number;
    readonly only_b_right: number;
    readonly p_value: number;
    readonly significant: boolean;
  } | null;
  readonly reason: string | null;
  readonly urls: { readonly chart: string };
}

export interface ComparisonSource {
  readonly entries: readonly CatalogueEntry[];
  readonly active: string | undefined;
  readonly chosen: { readonly a?: string; readonly b?: string; readonly on?: string };
  /** undefined where nothing has been chosen yet; a sentence where they cannot be compared */
  readonly comparison: Comparison | string | undefined;
  readonly release: string;
}

export interface ComparisonView {
  readonly shell: Shell;
  readonly form: ComparisonForm;
  readonly refusal: string | undefined;
  readonly result: ComparisonResult | undefined;
}

interface ComparisonResult {
  readonly heading: string;
  readonly a: { readonly name: string; readonly href: string };
  readonly b: { readonly name: string; readonly href: string };
  readonly on: string;
  /** What each does on its user's pictures, and which of those compared on it cannot know. */
  readonly own: readonly string[];
  readonly unknown: readonly string[];
  readonly verdict: string;
  readonly test: string;
  readonly measures: readonly Row[];
  readonly classes: readonly Row[];
  readonly chart: string;
}

interface Row {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly difference: string;
  readonly tone: 'better' | 'worse' | 'same';
}

/** More labels than these are only counted. */
const MOST_NAMES = 10;

/** Puts two versions side by side into words. */
export function comparisonPage(source: ComparisonSource): ComparisonView {
  const { comparison } = source;
  return {
    shell: modelsShell(source.release),
    form: comparisonForm(source.entries, source.active, {
      ...source.chosen,
      // What was compared on where it was left to the service.
      ...(typeof comparison === 'object' && { on: comparison.on }),
    }),
    refusal:
      typeof comparison === 'string' ? text('compareRefused', { reason: comparison }) : undefined,
    result: typeof comparison === 'object' ? resultOf(comparison) : undefined,
  };
}

function resultOf(comparison: Comparison): ComparisonResult {
  const { a, b, data, mcnemar, reason, per_class: perClass, urls } = comparison;
  const measure = (
    name: string,
    key: Exclude<keyof ComparedMetrics, 'accuracy_interval' | 'images'>,
    lessIsBetter = false,
  ): Row => row(name, a.metrics[key], b.metrics[key], lessIsBetter);
  return {
    heading: text('compareHeading', { a: a.version, b: b.version }),
    a: { name: a.version, href: hrefOf(a.version) },
    b: { name: b.version, href: hrefOf(b.version) },
    on: text('compareOn', { data, count: count(a.metrics.images) }),
    own: [a, b].map(({ version, own }) =>
      text('compareOwn', { version, figure: own === null ? STRINGS.ownNone : ownFigure(own) }),
    ),
    unknown: [a, b].flatMap(unknownOf),
    verdict: mcnemar === null ? (reason ?? '') : verdictOf(comparison, mcnemar),
    test:
      mcnemar === null
        ? ''
        : text('compareMcNemar', {
            images: mcnemar.images,
            onlyA: mcnemar.only_a_right,
            onlyB: mcnemar.only_b_right,
            a: a.version,
            b: b.version,
            p: mcnemar.p_value < 0.001 ? '< 0.001' : mcnemar.p_value.toFixed(3),
          }),
    measures: [
      measure(STRINGS.modelAccuracy, 'accuracy'),
      intervals(a.metrics, b.metrics),
      measure(STRINGS.modelF1, 'f1_macro'),
      measure(STRINGS.modelPrecision, 'precision_macro'),
      measure(STRINGS.modelRecall, 'recall_macro'),
      measure(STRINGS.modelCalibration, 'expected_calibration_error', true),
    ],
    classes: Object.entries(perClass).flatMap(([name, reports]) => {
      const [ofA, ofB] = [f1Of(reports.a), f1Of(reports.b)];
      // A row of dashes says nothing.
      return ofA === undefined && ofB === undefined ? [] : [row(name, ofA, ofB)];
    }),
    chart: urls.chart,
  };
}

/** What is likely for other images of the same kind. */
function intervals(
  { accuracy_interval: a }: ComparedMetrics,
  { accuracy_interval: b }: ComparedMetrics,
): Row {
  const words = ({ low, high }: ComparedMetrics['accuracy_interval']): string =>
    text('ownLikelyValue', { low: percent(low), high: percent(high) });
  return {
    name: STRINGS.compareLikely,
    a: words(a),
    b: words(b),
    difference: STRINGS.none,
    tone: 'same',
  };
}

function unknownOf({ version, unknown_labels: unknown }: ComparedVersion): string[] {
  const labels = Object.entries(unknown);
  if (labels.length === 0) return [];
  const images = labels.reduce((sum, [, n]) => sum + n, 0);
  const names = labels.slice(0, MOST_NAMES).map(([name]) => name);
  const more = labels.length - names.length;
  return [
    text('compareUnknown', {
      version,
      count: count(images),
      list: [...names, ...(more > 0 ? [text('compareMore', { count: more })] : [])].join(', '),
    }),
  ];
}

/** Without images of a class nothing is known of it. */
function f1Of(report: ClassReport | null): number | undefined {
  return report === null || report.support === 0 ? undefined : report.f1;
}

function verdictOf(
  { a, b }: Comparison,
  { significant, only_a_right: onlyA, only_b_right: onlyB }: NonNullable<Comparison['mcnemar']>,
): string {
  if (!significant) return STRINGS.compareVerdictNone;
  return text('compareVerdict', { version: onlyA > onlyB ? a.version : b.version });
}

function row(
  name: string,
  a: number | undefined,
  b: number | undefined,
  lessIsBetter = false,
): Row {
  const words = (share: number | undefined): string =>
    share === undefined ? STRINGS.none : percent(share);
  if (a === undefined || b === undefined) {
    return { name, a: words(a), b: words(b), difference: STRINGS.none, tone: 'same' };
  }
  const points = 100 * (b - a);
  const isSame = Math.abs(points) < 0.05;
  const isBetter = lessIsBetter ? points < 0 : points > 0;
  return {
    name,
    a: words(a),
    b: words(b),
    difference: isSame ? '0.0' : `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`,
    tone: isSame ? 'same' : isBetter ? 'better' : 'worse',
  };
}
