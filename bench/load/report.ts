import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chartDocument, MARGIN } from '../../src/charts/document';
import { escaped } from '../../src/charts/markup';
import { axes, AXIS_BOTTOM, AXIS_LEFT, plot, points, roundTicks } from '../../src/charts/plot';
import { element } from '../../src/charts/markup';
import { good, latencyBySecond, latencyOf, type Load } from './drive';
import type { Usage } from './watch-processes';

/** One line of a load test: a part of a scenario, with what the service did meanwhile. */
export interface Measured {
  readonly name: string;
  readonly users: number;
  /** Pictures in a request. */
  readonly pictures: number;
  readonly load: Load;
  readonly usage: readonly Usage[];
}

export interface LoadReport {
  readonly scenario: string;
  readonly about: string;
  readonly machine: string;
  readonly version: string;
  readonly at: string;
  readonly measured: readonly Measured[];
}

const HEADINGS = [
  'part',
  'users',
  'answers/s',
  'pictures/s',
  'p50 ms',
  'p90',
  'p95',
  'p99',
  'max',
  'by status',
  'batch',
  'loop p99 ms',
  'cores',
  'MiB',
] as const;

/** What a report says, row by row. */
export function rowsOf({ measured }: LoadReport): string[][] {
  return measured.map(({ name, users, pictures, load, usage }) => {
    const { seconds, byStatus } = load;
    const latency = latencyOf(load);
    const rate = good(load) / seconds;
    const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
    return [
      name,
      String(users),
      rate.toFixed(0),
      (rate * pictures).toFixed(0),
      ...[latency.p50, latency.p90, latency.p95, latency.p99, latency.max].map(ms),
      Object.entries(byStatus)
        .map(([status, count]) => `${status}: ${count}`)
        .join(' '),
      meanBatch(usage),
      ms(Math.max(0, ...usage.map(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms))),
      mean(usage.map(({ cores }) => cores)).toFixed(2),
      Math.max(0, ...usage.map(({ memoryMiB }) => memoryMiB)).toFixed(0),
    ];
  });
}

export function tableOf(report: LoadReport): string {
  const rows = [[...HEADINGS], ...rowsOf(report)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  '),
    )
    .join('\n');
}

/** Writes `<scenario>.json`, `.csv` and `.html` into a folder. */
export async function writeReport(folder: string, report: LoadReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = (ending: string): string => path.join(folder, `${report.scenario}.${ending}`);
  const csv = [HEADINGS, ...rowsOf(report)].map((row) => row.map(csvCell).join(',')).join('\n');
  await writeFile(file('json'), `${JSON.stringify(figuresOf(report), null, 2)}\n`);
  await writeFile(file('csv'), `${csv}\n`);
  await writeFile(file('html'), htmlOf(report));
}

/** A report without the latency of every single answer. */
function figuresOf({ measured, ...about }: LoadReport): object {
  return {
    ...about,
    measured: measured.map(({ load, ...part }) => ({
      ...part,
      seconds: load.seconds,
      by_status: load.byStatus,
      latency_ms: latencyOf(load),
      answers_by_second: answersBySecond(load),
      latency_p99_ms_by_second: latencyBySecond(load, 0.99),
    })),
  };
}

function answersBySecond({ latencies }: Load): number[] {
  return latencies.map((ofSecond) => ofSecond.length);
}

function csvCell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function htmlOf(report: LoadReport): string {
  const { scenario, about, machine, version, at, measured } = report;
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const charts = measured.flatMap(({ name, load, usage }) => [
    chart(`${name}: answers a second`, answersBySecond(load)),
    chart(`${name}: latency, 99th percentile, ms`, latencyBySecond(load, 0.99)),
    chart(
      `${name}: memory, MiB`,
      usage.map(({ memoryMiB }) => memoryMiB),
    ),
    chart(
      `${name}: delay of the event loop, 99th percentile, ms`,
      usage.map(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms),
    ),
    chart(`${name}: pictures in a batch`, batchSizes(usage)),
    chart(
      `${name}: busy cores`,
      usage.map(({ cores }) => cores),
    ),
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Load test ${escaped(scenario)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.7rem; text-align: right; border-bottom: 1px solid #8886; }
th:first-child, td:first-child { text-align: left; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; margin-top: 2rem; }
svg { width: 100%; height: auto; }
.scroll { overflow-x: auto; }
</style>
</head>
<body>
<h1>Load test: ${escaped(scenario)}</h1>
<p>${escaped(about)}.</p>
<p>${escaped(machine)}; ${escaped(version)}; ${escaped(at)}. The load generator ran on the same machine.</p>
<div class="scroll"><table>${cells('th', HEADINGS)}${rowsOf(report)
    .map((row) => cells('td', row))
    .join('')}</table></div>
<div class="charts">${charts.join('\n')}</div>
</body>
</html>
`;
}

function chart(heading: string, values: readonly number[]): string {
  const [width, height] = [420, 180];
  const most = Math.max(1, ...values);
  const yTicks = roundTicks(0, most, 4);
  const area = plot({
    left: AXIS_LEFT,
    top: 8,
    width,
    height,
    xRange: [0, Math.max(1, values.length - 1)],
    yRange: [0, Math.max(most, yTicks.at(-1) ?? most)],
  });
  const seconds = values.map((_, i) => i);
  const axisMarks = axes(area, {
    xTicks: roundTicks(0, Math.max(1, values.length - 1), 5),
    yTicks,
    xText: String,
    yText: String,
    xLabel: 'seconds',
    yLabel: '',
  });
  const curve = element('polyline', {
    class: 'series-0',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 2,
    points: points(area, seconds, values),
  });
  return chartDocument({
    heading,
    remark: '',
    description: `From ${Math.min(...values, most).toFixed(1)} to ${most.toFixed(1)}.`,
    width: AXIS_LEFT + width + 12 + 2 * MARGIN,
    height: height + 8 + AXIS_BOTTOM,
    body: axisMarks + curve,
  });
}

/** Of each second. */
function batchSizes(usage: readonly Usage[]): number[] {
  return usage.slice(1).map(({ batches, batchedImages }, i) => {
    const before = usage[i]!;
    const begun = batches - before.batches;
    return begun === 0 ? 0 : (batchedImages - before.batchedImages) / begun;
  });
}

function meanBatch(usage: readonly Usage[]): string {
  const [first, last] = [usage[0], usage.at(-1)];
  if (first === undefined || last === undefined || last.batches === first.batches) return '–';
  return ((last.batchedImages - first.batchedImages) / (last.batches - first.batches)).toFixed(1);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
