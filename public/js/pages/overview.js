import { latest } from '../api.js';
import { showRows, startClock } from '../latest.js';
import { LineChart } from '../line-chart.js';
import { followEvents } from '../live-events.js';
import { sayLocalTimes } from '../local-times.js';
import { startModelArrival } from '../model-arrival.js';
import { byId, find, fromTemplate, pageData, text } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';

/**
 * @typedef {object} Slot five seconds of traffic
 * @property {number} at
 * @property {number} requests
 * @property {number} predictions
 * @property {number | null} p50_ms
 * @property {number | null} p99_ms
 *
 * @typedef {object} Overview as GET /api/overview gives it, as far as it is shown
 * @property {{ total: number, today: number, per_class_today: Record<string, number>, by_confidence: number[] }} predictions
 * @property {{ predictions_per_second: number, latency_ms: { p50: number, p95: number, p99: number } | null, refused: number, rejected: number, failed: number }} traffic
 * @property {{ queued_images: number, running_images: number, workers: number }} queue
 * @property {Slot[]} slots
 */

const SLOT_SECONDS = 5;

/** @type {Map<number, Slot>} */
const slots = new Map(pageData.slots.map((slot) => [slot.at, slot]));
const slotCount = slots.size;
let knownTotal = -1;

startThemeToggle();
sayLocalTimes();
startClock();
startModelArrival();

const requestsChart = new LineChart(
  byId('requests-chart'),
  [
    { label: text('overviewRequestsAll'), colour: '--bar', isDashed: true },
    { label: text('overviewRequestsPredictions'), colour: '--accent' },
  ],
  (value) => String(Math.round(value * 10) / 10),
);
const latencyChart = new LineChart(
  byId('latency-chart'),
  [
    { label: text('overviewLatencyMost'), colour: '--warm', isDashed: true },
    { label: text('overviewLatencyHalf'), colour: '--accent' },
  ],
  (value) => String(Math.round(value * 10) / 10),
);
drawCharts();
listen();

/** Shows what happened while nobody looked: an event has the last seconds only. */
async function catchUp() {
  const response = await fetch('/api/overview');
  if (response.ok) show(await response.json());
}

/** Follows the service while the page is looked at. */
function listen() {
  let hasMissed = false;
  const live = byId('live');
  const say = (/** @type {boolean} */ isLive) => {
    live.hidden = false;
    live.classList.toggle('waiting', !isLive);
    const words = (isLive ? live.dataset.live : live.dataset.waiting) ?? '';
    if (live.textContent !== words) live.textContent = words;
  };
  followEvents({
    address: () => '/api/overview/events',
    // It is live with the first numbers, not with the connection.
    onLive(isLive) {
      if (!isLive) say(false);
      else if (hasMissed) void catchUp();
      hasMissed = !isLive;
    },
    on: {
      overview(event) {
        say(true);
        show(JSON.parse(event.data));
      },
    },
  });
}

/** @param {Overview} overview */
function show({ predictions, traffic, queue, slots: changed }) {
  setTile(
    'predictions',
    predictions.total.toLocaleString('en'),
    [
      text('overviewToday', { count: predictions.today.toLocaleString('en') }),
      text('overviewPerSecond', { rate: traffic.predictions_per_second.toFixed(1) }),
    ].join(' · '),
  );
  const { latency_ms: latency, rejected, refused, failed } = traffic;
  setTile(
    'latency',
    latency === null ? text('none') : milliseconds(latency.p50),
    latency === null
      ? text('overviewLatencyNone')
      : text('overviewLatencyRest', {
          p95: milliseconds(latency.p95),
          p99: milliseconds(latency.p99),
        }),
  );
  setTile(
    'queue',
    queue.queued_images.toLocaleString('en'),
    text('overviewQueueRest', { running: queue.running_images, workers: queue.workers }),
  );
  setTile(
    'trouble',
    (rejected + refused + failed).toLocaleString('en'),
    text('overviewTroubleRest', { rejected, refused, failed }),
  );
  showClasses(predictions.per_class_today);
  showConfidence(predictions.by_confidence);
  for (const slot of changed) slots.set(slot.at, slot);
  drawCharts();
  if (predictions.total !== knownTotal) {
    knownTotal = predictions.total;
    void latest(pageData.latestCount).then((page) => showRows(page.predictions));
  }
}

/**
 * @param {string} id
 * @param {string} value
 * @param {string} note
 */
function setTile(id, value, note) {
  const tile = byId(`tile-${id}`);
  find(tile, '.value').textContent = value;
  find(tile, '.note').textContent = note;
}

/** @param {Record<string, number>} perClass */
function showClasses(perClass) {
  const entries = Object.entries(perClass).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...entries.map(([, count]) => count));
  byId('class-mix').replaceChildren(
    ...entries.map(([name, count]) => {
      const row = fromTemplate('mix-template');
      find(row, '.mix-name').textContent = name;
      find(row, '.mix-count').textContent = count.toLocaleString('en');
      find(row, 'rect').setAttribute('width', String((100 * count) / most));
      return row;
    }),
  );
  byId('classes-empty').hidden = entries.length > 0;
}

/** @param {number[]} bins */
function showConfidence(bins) {
  const most = Math.max(1, ...bins);
  const bars = byId('confidence-histogram').querySelectorAll('rect');
  const rows = byId('confidence-rows').querySelectorAll('tr');
  for (const [bin, count] of bins.entries()) {
    const bar = bars[bin];
    if (bar === undefined) continue;
    const height = (100 * count) / most;
    bar.setAttribute('y', String(100 - height));
    bar.setAttribute('height', String(height));
    const edge = (/** @type {number} */ n) => `${((100 * n) / bins.length).toFixed(1)}%`;
    const words = count.toLocaleString('en');
    const range = text('overviewConfidenceRange', { from: edge(bin), to: edge(bin + 1) });
    find(bar, 'title').textContent = text('overviewConfidenceBar', { range, count: words });
    const row = rows[bin];
    if (row !== undefined) find(row, 'td').textContent = words;
  }
}

function drawCharts() {
  const all = [...slots.values()].sort((a, b) => a.at - b.at);
  for (const { at } of all.splice(0, all.length - slotCount)) slots.delete(at);
  const shown = all.slice(0, -1); // the last one is still being filled
  const times = shown.map(({ at }) => at / 1000);
  requestsChart.show([
    times,
    shown.map(({ requests }) => requests / SLOT_SECONDS),
    shown.map(({ predictions }) => predictions / SLOT_SECONDS),
  ]);
  byId('latency-empty').hidden = shown.some((slot) => slot.p50_ms !== null);
  latencyChart.show([times, shown.map((slot) => slot.p99_ms), shown.map((slot) => slot.p50_ms)]);
}

/** @param {number} ms */
function milliseconds(ms) {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}
