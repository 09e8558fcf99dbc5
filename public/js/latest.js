import { latest, Problem, statistics } from './api.js';
import { ago, duration, percent } from './format.js';
import { byId, find, fromTemplate, pageData } from './page-data.js';

/** @typedef {import('./api.js').Prediction} Prediction */

const TICK_MS = 1000;
/** How far the server's clock is ahead of this machine's. */
const clockDifferenceMs = pageData.serverNowMs - Date.now();
/** Counts the refreshes, so that a late one does not undo a newer one. */
let refreshes = 0;

/** Brings the totals and the table up to date. */
export async function refresh() {
  const refreshNumber = ++refreshes;
  try {
    const [{ total_predictions: total, average_confidence: confidence }, { predictions }] =
      await Promise.all([statistics(), latest(pageData.latestCount)]);
    if (refreshNumber !== refreshes) return;
    byId('total-predictions').textContent = total.toLocaleString('en');
    byId('average-confidence').textContent =
      total === 0 ? (pageData.strings.none ?? '') : percent(confidence);
    showRows(predictions);
  } catch (error) {
    // The answer itself was shown; the table is brought up to date by the next one or a reload.
    if (!(error instanceof Problem)) throw error;
  }
}

/** Keeps the uptime and the ages of the predictions true while the page is open. */
export function startClock() {
  for (const time of document.querySelectorAll('time')) time.title = local(time.dateTime);
  setInterval(() => {
    const nowMs = Date.now() + clockDifferenceMs;
    byId('uptime').textContent = duration(nowMs - pageData.startedAtMs);
    for (const time of byId('latest-rows').querySelectorAll('time')) {
      time.textContent = ago(nowMs - Date.parse(time.dateTime));
    }
  }, TICK_MS);
}

/** @param {readonly Prediction[]} predictions newest first */
export function showRows(predictions) {
  const rows = byId('latest-rows');
  const known = new Set(
    [...rows.children].map((row) => /** @type {HTMLElement} */ (row).dataset.id),
  );
  rows.replaceChildren(
    ...predictions.map((prediction) => {
      const row = rowFor(prediction);
      row.classList.toggle('new', !known.has(prediction.id));
      return row;
    }),
  );
  byId('latest-empty').hidden = predictions.length > 0;
  byId('latest-table').hidden = predictions.length === 0;
}

/** @param {Prediction} prediction */
function rowFor(prediction) {
  const row = fromTemplate('row-template');
  row.dataset.id = prediction.id;
  const file = find(row, '.file');
  file.textContent = prediction.file_name;
  file.title = prediction.file_name;
  find(row, '.class-name span').textContent = prediction.predicted_class;
  find(row, '.uncertain-tag').hidden = !prediction.uncertain;
  find(row, '.share rect').setAttribute('width', String(100 * prediction.confidence));
  find(row, '.confidence span').textContent = percent(prediction.confidence);
  find(row, '.number').textContent = `${prediction.prediction_time_ms.toFixed(1)} ms`;
  find(row, '.version').textContent = prediction.model_version;
  const time = /** @type {HTMLTimeElement} */ (find(row, 'time'));
  time.dateTime = prediction.timestamp;
  time.title = local(prediction.timestamp);
  time.textContent = ago(Date.now() + clockDifferenceMs - Date.parse(prediction.timestamp));
  return row;
}

/**
 * The moment in the reader's own time zone and manner.
 * @param {string} moment ISO 8601
 */
function local(moment) {
  return new Date(moment).toLocaleString();
}
