import { endConfirmations } from './confirmations.js';
import { duration, percent } from './format.js';
import { followEvents } from './live-events.js';
import { sayLocalTimes } from './local-times.js';
import { byId, find, pageData, pageDataOf, text } from './page-data.js';

/**
 * @typedef {object} Progress
 * @property {string} phase
 * @property {number} done
 * @property {number} total 0 while it is not known
 * @property {number | null} epoch
 * @property {number | null} epochs
 * @property {number | null} eta_seconds
 *
 * @typedef {object} Epoch
 * @property {number} epoch
 * @property {number} loss
 * @property {number} accuracy
 * @property {number} val_accuracy
 * @property {number} seconds
 */

const SECOND_MS = 1000;
const RETRY_MS = 2 * SECOND_MS;
const LOOK_MS = 5 * SECOND_MS;
/** The log follows its end for those who have scrolled there. */
const NEAR_END_PIXELS = 40;

/**
 * Follows a training to its end; what came after the last known event is asked for again.
 * @param {string} id
 * @param {number} lastEvent number of the last of its events that the page shows
 */
export function watchTraining(id, lastEvent) {
  let known = lastEvent;
  /** @param {(data: any) => void} show */
  const hear = (show) => (/** @type {MessageEvent} */ event) => {
    known = Math.max(known, Number(event.lastEventId));
    show(JSON.parse(event.data));
  };
  const stop = followEvents({
    address: () => `/api/jobs/${id}/events?after=${known}`,
    onLive: sayLive,
    on: {
      state: hear(({ state }) => {
        byId('job-state').textContent = text(`trainState_${state}`);
      }),
      progress: hear(showProgress),
      epoch: hear((epoch) => showEpoch(id, epoch)),
      log: hear(({ line }) => showLine(line)),
      end: hear(({ state }) => {
        stop();
        void showEnd(id, state);
      }),
    },
  });
}

/** @param {boolean} isLive */
function sayLive(isLive) {
  const live = document.getElementById('job-live');
  if (live === null) return;
  live.hidden = false;
  live.classList.toggle('waiting', !isLive);
  live.textContent = (isLive ? live.dataset.live : live.dataset.waiting) ?? '';
}

/** @param {Progress} progress */
function showProgress({ phase, done, total, epoch, epochs, eta_seconds: eta }) {
  const bar = /** @type {HTMLProgressElement} */ (byId('job-bar'));
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute('value');
  }
  byId('job-progress').textContent = [
    phase || text('trainPhase_starting'),
    ...(epoch === null || epochs === null ? [] : [text('trainEpochOf', { epoch, epochs })]),
    ...(eta === null || eta < 1 ? [] : [text('trainEta', { time: duration(eta * SECOND_MS) })]),
  ].join(', ');
}

/**
 * @param {string} id
 * @param {Epoch} epoch
 */
function showEpoch(id, { epoch, loss, accuracy, val_accuracy: validation, seconds }) {
  const rows = byId('job-epochs');
  const isKnown = [...rows.children].some(
    (row) => Number(row.firstElementChild?.textContent) === epoch,
  );
  if (!isKnown) {
    const row = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    row.append(head);
    const values = [loss.toFixed(3), percent(accuracy), percent(validation), seconds.toFixed(0)];
    row.append(...values.map(() => document.createElement('td')));
    for (const [i, value] of [String(epoch), ...values].entries()) {
      const cell = row.children[i];
      if (cell === undefined) continue;
      cell.className = 'number';
      cell.textContent = value;
    }
    rows.append(row);
  }
  const curves = byId('job-curves');
  curves.hidden = false;
  // The picture before stays until the new one is there.
  for (const image of curves.querySelectorAll('img')) {
    image.src = `/train/${id}/curves.svg?epochs=${rows.childElementCount}`;
  }
}

/** @param {string} line */
function showLine(line) {
  const box = byId('job-log');
  const wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PIXELS;
  const before = box.hidden ? [] : (box.textContent ?? '').split('\n');
  box.hidden = false;
  byId('job-log-empty').hidden = true;
  box.textContent = [...before, line].slice(-pageData.maxLogLines).join('\n');
  if (wasAtEnd) box.scrollTop = box.scrollHeight;
}

/**
 * The server says what came of it, as it does without a script.
 * @param {string} id
 * @param {string} state
 */
async function showEnd(id, state) {
  const here = `/train/${id}`;
  const isOnList = location.pathname !== here;
  const [job, list] = await Promise.all([pageAt(here), isOnList ? pageAt('/train') : null]);
  if (job === null || (isOnList && list === null)) {
    sayLive(false);
    setTimeout(() => void showEnd(id, state), RETRY_MS);
    return;
  }
  endConfirmations();
  byId('job').replaceWith(find(job, '#job'));
  const own = job.getElementById('own');
  if (own !== null && !isOnList) byId('job').after(own);
  if (list !== null) renewList(list);
  sayLocalTimes();
  byId('told').textContent = text('trainOver', { state: text(`trainState_${state}`) });
  if (isOnList) void awaitTraining();
}

/**
 * What the list of trainings says beside the training that is under way.
 * @param {Document} list as the service renders it now
 */
function renewList(list) {
  for (const part of ['trainings', 'learn', 'start']) {
    byId(part).replaceWith(find(list, `#${part}`));
  }
  const obstacle = list.getElementById('obstacle');
  document.getElementById('obstacle')?.remove();
  if (obstacle !== null) byId('start').before(obstacle);
  sayLocalTimes();
}

/** Shows a training that somebody else, or the service itself, begins while the list is open. */
export async function awaitTraining() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (document.hidden) continue;
    const newest = await newestTraining();
    if (newest === undefined || document.querySelector(`#trainings a[href="/train/${newest}"]`))
      continue;
    const list = await pageAt('/train');
    const job = list?.getElementById('job');
    if (list === null) continue;
    renewList(list);
    if (!job) continue;
    find(document, '.start').before(job);
    const { job: id, lastEvent } = pageDataOf(list);
    if (id !== null) return watchTraining(id, lastEvent);
  }
}

/** @returns {Promise<string | undefined>} undefined when there is none, or no answer */
async function newestTraining() {
  try {
    const response = await fetch('/api/jobs?limit=1');
    if (!response.ok) return undefined;
    return (await response.json()).jobs[0]?.id;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} url
 * @returns {Promise<Document | null>} null while the service does not answer
 */
export async function pageAt(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  } catch {
    return null;
  }
}
