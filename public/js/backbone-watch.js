import { endConfirmations } from './confirmations.js';
import { fileSize } from './format.js';
import { sayLocalTimes } from './local-times.js';
import { byId, text } from './page-data.js';
import { postForm, takeOver, tell } from './post-form.js';
import { Problem } from './api.js';
import { pageAt } from './training-watch.js';

/**
 * What GET /api/backbones/adding says.
 * @typedef {object} Adding
 * @property {'idle' | 'adding' | 'added' | 'failed' | 'cancelled'} state
 * @property {string | null} source
 * @property {{ stage: string, done_bytes: number | null, total_bytes: number | null } | null} progress
 */

const LOOK_MS = 1000;
/** What an addition changes of the page. */
const PARTS = ['backbones', 'versions'];

/** Follows the addition under way to its end. */
export async function watchAddition() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const adding = await addingNow();
    if (adding === undefined) continue;
    if (adding.state === 'adding') {
      showProgress(adding);
      continue;
    }
    const page = await pageAt('/models');
    if (page === null) continue;
    showPage(page);
    byId('adding-told').textContent =
      byId('adding').querySelector('.notice span')?.textContent ?? '';
    return;
  }
}

/** Sends the form with a file while telling how much of it has gone. */
export function startFileForm() {
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.id !== 'network-file-form') return;
    event.preventDefault();
    void sendFile(form);
  });
}

/** @param {HTMLFormElement} form */
async function sendFile(form) {
  const stop = new AbortController();
  const stopButton = /** @type {HTMLButtonElement} */ (byId('sending-stop'));
  const bar = /** @type {HTMLProgressElement} */ (byId('sending-bar'));
  const cancel = () => stop.abort(new Problem(text('backbonesCancelling'), { canRetry: true }));
  const content = new FormData(form);
  form.hidden = true;
  byId('sending').hidden = false;
  stopButton.addEventListener('click', cancel);
  try {
    const { ok, page } = await postForm(form.action, content, {
      signal: stop.signal,
      onProgress(sent, total) {
        bar.max = total;
        bar.value = sent;
        byId('sending-words').textContent = text('backbonesSending', {
          done: fileSize(sent),
          total: fileSize(total),
        });
      },
    });
    takeOver(page, ['told']);
    if (!ok) return;
    showPage(page);
    if (document.getElementById('adding-bar') !== null) void watchAddition();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tell('bad', error.message);
  } finally {
    form.hidden = false;
    for (const button of form.querySelectorAll('button')) button.disabled = false;
    stopButton.removeEventListener('click', cancel);
    const sending = document.getElementById('sending');
    if (sending !== null) sending.hidden = true;
    document.getElementById('told')?.scrollIntoView({ block: 'nearest' });
  }
}

/** @param {Document} page */
function showPage(page) {
  endConfirmations();
  takeOver(page, PARTS);
  sayLocalTimes();
}

/** @returns {Promise<Adding | undefined>} undefined while the service does not answer */
async function addingNow() {
  try {
    const response = await fetch('/api/backbones/adding');
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Adding} adding */
function showProgress({ source, progress }) {
  if (progress === null) return;
  const { stage, done_bytes: done, total_bytes: total } = progress;
  const words = text(`backbonesStage_${stage}`);
  const bar = /** @type {HTMLProgressElement} */ (byId('adding-bar'));
  byId('adding-heading').textContent = text('backbonesAdding', { source: source ?? '' });
  if (done === null) {
    bar.removeAttribute('value');
    byId('adding-words').textContent = words;
    return;
  }
  if (total === null) {
    bar.removeAttribute('value');
    byId('adding-words').textContent = text('backbonesAmountOpen', {
      stage: words,
      done: fileSize(done),
    });
    return;
  }
  bar.max = total;
  bar.value = done;
  byId('adding-words').textContent = text('backbonesAmount', {
    stage: words,
    done: fileSize(done),
    total: fileSize(total),
  });
}
