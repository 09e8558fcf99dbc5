import { find } from './page-data.js';

/**
 * Asks in a dialog what would unfold without a script: a `details.confirm` that names in
 * `data-keep` how to leave everything as it is.
 */
export function startConfirmations() {
  document.addEventListener('click', (event) => {
    const summary = /** @type {Element} */ (event.target).closest('.confirm[data-keep] > summary');
    if (summary === null) return;
    event.preventDefault();
    ask(/** @type {HTMLElement} */ (summary.parentElement));
  });
}

/** Takes back what was asked of something that is no more. */
export function endConfirmations() {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
}

/** @param {HTMLElement} details */
function ask(details) {
  const dialog = document.createElement('dialog');
  const form = /** @type {HTMLFormElement} */ (find(details, 'form').cloneNode(true));
  const actions = document.createElement('div');
  const keep = document.createElement('button');
  keep.type = 'button';
  keep.textContent = details.dataset.keep ?? '';
  keep.addEventListener('click', () => dialog.close());
  actions.className = 'actions';
  actions.append(keep, find(form, 'button'));
  form.append(actions);
  dialog.setAttribute('aria-label', find(form, 'strong').textContent ?? '');
  dialog.append(form);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  keep.focus();
}
