import { followEvents } from '../live-events.js';
import { sayLocalTimes } from '../local-times.js';
import { byId, find, fromTemplate, pageData } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';

/**
 * @typedef {object} LogLine as an event of GET /api/logs/events gives it
 * @property {number} number
 * @property {string} timestamp
 * @property {string} level
 * @property {string} message
 * @property {Record<string, unknown>} fields
 */

const box = byId('log-box');
const lines = byId('log-lines');
const pause = /** @type {HTMLButtonElement} */ (byId('log-pause'));
let isPaused = false;
/** @type {LogLine[]} */
let waiting = [];

startThemeToggle();
sayLocalTimes();
box.scrollTop = box.scrollHeight;
follow();
startPause();
startFilter();

/** Shows each line soon after it is written. */
function follow() {
  const live = byId('log-live');
  const { logLevel: level } = pageData;
  let known = pageData.lastLine;
  const say = (/** @type {boolean} */ isLive) => {
    live.hidden = false;
    live.classList.toggle('waiting', !isLive);
    const words = (isLive ? live.dataset.live : live.dataset.waiting) ?? '';
    if (live.textContent !== words) live.textContent = words;
  };
  followEvents({
    address: () => `/api/logs/events?level=${level}&after=${known}`,
    onLive: say,
    on: {
      line(event) {
        const line = /** @type {LogLine} */ (JSON.parse(event.data));
        known = line.number;
        if (isPaused) waiting.push(line);
        else show([line]);
        waiting = waiting.slice(-pageData.logLines);
      },
    },
  });
}

/** Whoever reads is not to have the lines moved under the eyes. */
function startPause() {
  pause.hidden = false;
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.textContent = (isPaused ? pause.dataset.goOn : pause.dataset.pause) ?? '';
    if (!isPaused) show(waiting.splice(0));
  });
}

/** @param {LogLine[]} added */
function show(added) {
  if (added.length === 0) return;
  box.hidden = false;
  byId('log-empty').hidden = true;
  const wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  for (const { timestamp, level, message, fields } of added) {
    const line = fromTemplate('line-template');
    line.className = `log-line log-${level}`;
    find(line, '.log-time').textContent = timestamp.slice(11, 23);
    find(line, '.log-level').textContent = level;
    find(line, '.log-message').textContent = message;
    find(line, '.log-fields').textContent = Object.entries(fields)
      .map(([name, value]) => `${name}=${spell(value)}`)
      .join(' ');
    lines.append(line);
  }
  while (lines.childElementCount > pageData.logLines) lines.firstElementChild?.remove();
  if (wasAtEnd) box.scrollTop = box.scrollHeight;
}

/** @param {unknown} value */
function spell(value) {
  if (typeof value === 'string') return value;
  const isError = typeof value === 'object' && value !== null && 'stack' in value;
  return isError && 'message' in value ? String(value.message) : JSON.stringify(value);
}

/** Hides the variables that have not what is looked for. */
function startFilter() {
  byId('find-setting').hidden = false;
  const field = /** @type {HTMLInputElement} */ (byId('setting-filter'));
  const rows = [...byId('settings').querySelectorAll('tbody tr')];
  field.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = (row.textContent ?? '').toLowerCase().includes(wanted);
      /** @type {HTMLElement} */ (row).hidden = !fits;
      if (fits) shown++;
    }
    byId('settings-none').hidden = shown > 0;
  });
}
