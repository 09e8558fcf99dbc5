import { byId, find, pageData, text } from '../page-data.js';
import { duration, percent } from '../format.js';
import { startThemeToggle } from '../theme-toggle.js';

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

startThemeToggle();
startForm();
if (pageData.job !== null) watch(pageData.job);

/** Settings that the chosen mode does not have are out of the way. */
function startForm() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('#train-form'));
  if (form === null) return;
  const settings = /** @type {HTMLDetailsElement} */ (byId('full-settings'));
  const follow = () => {
    const isFull = new FormData(form).get('mode') === 'full';
    settings.hidden = !isFull;
    settings.open = isFull;
    for (const field of settings.querySelectorAll('input, select')) {
      /** @type {HTMLInputElement} */ (field).disabled = !isFull;
    }
  };
  form.addEventListener('change', follow);
  form.addEventListener('submit', () => {
    const button = /** @type {HTMLButtonElement} */ (byId('start'));
    button.disabled = true;
    button.textContent = text('trainStarting');
  });
  // A page that the browser brings back has its button disabled still.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    const button = /** @type {HTMLButtonElement} */ (byId('start'));
    button.disabled = false;
    button.textContent = text('trainStart');
  });
  follow();
}

/**
 * Follows a training to its end; the browser reconnects by itself, and is told what it missed.
 * @param {string} id
 */
function watch(id) {
  const events = new EventSource(`/api/jobs/${id}/events`);
  const live = byId('job-live');
  const say = (/** @type {boolean} */ isLive) => {
    live.hidden = false;
    live.classList.toggle('waiting', !isLive);
    live.textContent = (isLive ? live.dataset.live : live.dataset.waiting) ?? '';
  };
  /** @type {string[]} */
  let log = [];
  events.addEventListener('open', () => say(true));
  events.addEventListener('error', () => say(false));
  events.addEventListener('state', (event) => {
    const { state } = JSON.parse(event.data);
    byId('job-state').textContent = text(`trainState_${state}`);
  });
  events.addEventListener('progress', (event) => showProgress(JSON.parse(event.data)));
  events.addEventListener('epoch', (event) => showEpoch(id, JSON.parse(event.data)));
  events.addEventListener('log', (event) => {
    log = [...log, JSON.parse(event.data).line].slice(-pageData.maxLogLines);
    const box = byId('job-log');
    box.textContent = log.join('\n');
    box.scrollTop = box.scrollHeight;
  });
  events.addEventListener('end', (event) => {
    events.close();
    void showEnd(JSON.parse(event.data).state);
  });
  addEventListener('pagehide', () => events.close());
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
  const known = [...rows.children].some(
    (row) => Number(row.firstElementChild?.textContent) === epoch,
  );
  if (!known) {
    const row = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    head.className = 'number';
    head.textContent = String(epoch);
    row.append(head);
    for (const value of [
      loss.toFixed(3),
      percent(accuracy),
      percent(validation),
      seconds.toFixed(0),
    ]) {
      const cell = document.createElement('td');
      cell.className = 'number';
      cell.textContent = value;
      row.append(cell);
    }
    rows.append(row);
  }
  const curves = byId('job-curves');
  curves.hidden = false;
  const image = /** @type {HTMLImageElement} */ (find(curves, '.curves'));
  image.src = `/train/${id}/curves.svg?epochs=${rows.childElementCount}`;
}

/**
 * The server says what came of it, as it does without a script.
 * @param {string} state
 */
async function showEnd(state) {
  const response = await fetch(location.href);
  if (!response.ok) {
    location.reload();
    return;
  }
  const after = new DOMParser().parseFromString(await response.text(), 'text/html');
  const ended = await pageOfJob();
  byId('job').replaceWith(ended);
  for (const id of ['trainings', 'start']) {
    const here = document.getElementById(id);
    const there = after.getElementById(id);
    if (here !== null && there !== null) here.replaceWith(there);
  }
  document.getElementById('busy')?.remove();
  byId('told').textContent = text('trainOver', { state: text(`trainState_${state}`) });
}

/** The page of the training itself shows it also when it is over. */
async function pageOfJob() {
  const response = await fetch(`/train/${pageData.job}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return find(page, '#job');
}
