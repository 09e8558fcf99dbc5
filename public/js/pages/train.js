import { sayLocalTimes } from '../local-times.js';
import { startConfirmations } from '../confirmations.js';
import { byId, find, pageData, text } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';
import { awaitTraining, pageAt, watchTraining } from '../training-watch.js';

const POLL_MS = 2000;

startThemeToggle();
sayLocalTimes();
startConfirmations();
startForm();
if (pageData.job !== null) watchTraining(pageData.job, pageData.lastEvent);
else if (pageData.isLoading) void waitForModel();
else if (isList()) void awaitTraining();

/** Whether this is the list of trainings, from its beginning. */
function isList() {
  return document.querySelector('#trainings') !== null && location.search === '';
}

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
  const sayStart = (/** @type {boolean} */ isStarting) => {
    const button = /** @type {HTMLButtonElement} */ (byId('start'));
    button.disabled = isStarting;
    button.textContent = text(isStarting ? 'trainStarting' : 'trainStart');
  };
  form.addEventListener('change', follow);
  form.addEventListener('submit', () => sayStart(true));
  // A page that the browser brings back has its button disabled still.
  addEventListener('pageshow', (event) => {
    if (event.persisted) sayStart(false);
  });
  follow();
}

/** While the service still loads its model, nothing can be started. */
async function waitForModel() {
  const page = await pageAt('/train');
  if (page === null || page.querySelector('#obstacle') !== null) {
    setTimeout(() => void waitForModel(), POLL_MS);
    return;
  }
  byId('start').replaceWith(find(page, '#start'));
  byId('obstacle').remove();
}
