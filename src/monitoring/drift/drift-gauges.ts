import type { GaugeDefinition, Reading } from '../../telemetry/prometheus/metrics';
import type { DriftReport, ReportedWindow } from './drift-report';
import { SIGNALS } from './reference';

export interface GaugeSources {
  /** The report of the version that answers; undefined while it loads. */
  readonly report: () => Promise<DriftReport> | undefined;
  /** Hears why nothing is known at the moment. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/** A report is read from the database, which more scrapes than one may share. */
const REPORT_AGE_MS = 15_000;

/**
 * What Prometheus is told of drift: of the version that answers, and of its last window that is
 * closed. A scrape never waits: it gets what is known, and has newer numbers made for the next one.
 */
export function driftGauges(sources: GaugeSources): readonly GaugeDefinition[] {
  const latest = latestReport(sources);
  const ofWindow =
    (read: (window: ReportedWindow, version: string) => readonly Reading[]) =>
    (): readonly Reading[] => {
      const report = latest();
      const window = report?.windows.findLast(({ isClosed }) => isClosed);
      return report === undefined || window === undefined ? [] : read(window, report.modelVersion);
    };
  return [
    {
      name: 'drift_active',
      help: 'Whether pictures do not look like those that the version learned from: 1 or 0.',
      labelNames: ['version'],
      read() {
        const report = latest();
        if (report === undefined || report.state.kind === 'unknown') return [];
        const value = report.state.kind === 'drifting' ? 1 : 0;
        return [{ labels: { version: report.modelVersion }, value }];
      },
    },
    {
      name: 'drift_unlikeness_ratio',
      help: 'How unlike the last window of pictures is, by signal, in units of what chance explains.',
      labelNames: ['version', 'signal'],
      read: ofWindow(({ unlikeness }, version) =>
        SIGNALS.flatMap((signal) => {
          const value = unlikeness[signal];
          return value === null ? [] : [{ labels: { version, signal }, value }];
        }),
      ),
    },
    {
      name: 'drift_estimated_accuracy_ratio',
      help: 'Share of the last window that is right, estimated without labels, by method.',
      labelNames: ['version', 'method'],
      read: ofWindow(({ estimates }, version) => [
        { labels: { version, method: 'atc' }, value: estimates.byThreshold.value },
        { labels: { version, method: 'cbpe' }, value: estimates.byConfidence.value },
      ]),
    },
  ];
}

function latestReport({
  report,
  onError,
  monotonicMs,
}: GaugeSources): () => DriftReport | undefined {
  let latest: DriftReport | undefined;
  let askedMs = -Infinity;
  return () => {
    if (monotonicMs() - askedMs >= REPORT_AGE_MS) {
      askedMs = monotonicMs();
      report()?.then((known) => (latest = known), onError);
    }
    return latest;
  };
}
