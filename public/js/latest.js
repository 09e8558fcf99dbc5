import { latest, Problem, statistics } from './api.js';
import { ago, duration, percent } from './format.js';
import { byId, find, fromTemplate, pageData } from './page-data.js';

/** @typedef {import('./api.js').Prediction} Prediction */

const TICK_MS = 1000;
/** How far the server's clock is ahead of this machine's. */
const clockDifferenceMs = pageData.serverNowMs - Date.now();

/** Brings the totals and the table up to date. */
export async function refresh() {
  try {
    const [{ total_predictions: total, average_confidence: confidence }, { predictions }] =
      await Promise.all([statistics(), latest(pageData.latestCount)]);
    byId('total-predictions').textContent = total.toLocaleString('en');
    byId('average-confidence').textContent =
      total === 0 ? (pageData.strings.none ?? '') : percent(confidence);
    byId('latest-rows').replaceChildren(...predictions.map(row));
    byId('latest-empty').hidden = predictions.length > 0;
    byId('latest-table').hidden = predictions.length === 0;
  } catch (error) {
    // The answer itself was shown; the table is brought up to date by the next one or a reload.
    if (!(error instanceof Problem)) throw error;
  }
}

/** Keeps the uptime and the ages of the predictions true while the page is open. */
export function startClock() {
  setInterval(() => {
    const nowMs = Date.now() + clockDifferenceMs;
    byId('uptime').textContent = duration(nowMs - pageData.startedAtMs);
    for (const time of byId('latest-rows').querySelectorAll('time')) {
      time.textContent = ago(nowMs - Date.parse(time.dateTime));
    }
  }, TICK_MS);
}

/** @param {Prediction} prediction */
function row(prediction) {
  const element = fromTemplate('row-template');
  const file = find(element, '.file');
  file.textContent = prediction.file_name;
  file.title = prediction.file_name;
  find(element, '.class-name').textContent = prediction.predicted_class;
  find(element, '.share rect').setAttribute('width', String(100 * prediction.confidence));
  find(element, '.confidence span').textContent = percent(prediction.confidence);
  find(element, '.number').textContent = `${prediction.prediction_time_ms.toFixed(1)} ms`;
  find(element, '.version').textContent = prediction.model_version;
  const time = /** @type {HTMLTimeElement} */ (find(element, 'time'));
  time.dateTime = prediction.timestamp;
  time.title = prediction.timestamp;
  time.textContent = ago(Date.now() + clockDifferenceMs - Date.parse(prediction.timestamp));
  return element;
}
