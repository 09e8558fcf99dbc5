import { useLocalDays } from '../local-days.js';
import { sayLocalTimes } from '../local-times.js';
import { find, text } from '../page-data.js';
import { postForm, takeOver, tell } from '../post-form.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
sayLocalTimes();
useLocalDays(/** @type {HTMLFormElement} */ (find(document, '.filters')));
document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const place = form.closest('.judge');
  if (place === null) return;
  event.preventDefault();
  void judge(place, form, /** @type {HTMLButtonElement | null} */ (event.submitter));
});
document.addEventListener('toggle', focusField, true);

/**
 * Says of a prediction what was said, and shows it at once; takes it back when it cannot be saved.
 *
 * @param {Element} place of the forms
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
async function judge(place, form, button) {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) data.append(name, String(value));
  const label = data.get('label')?.trim() ?? '';
  const isRight = data.get('verdict') === 'correct';
  if (!isRight && label === '') {
    tell('bad', text('historyNoLabel'));
    return;
  }
  const said = document.createElement('span');
  said.className = `said said-${isRight ? 'right' : 'wrong'}`;
  said.textContent = isRight ? text('historySaidRight') : text('historySaidWrong', { label });
  const next = placeAfter(place);
  place.replaceWith(said);
  next?.querySelector('button')?.focus();
  const focused = next?.closest('[data-id]')?.getAttribute('data-id');
  try {
    const { ok, page } = await postForm(location.href, data);
    const notice = page.querySelector('#told .notice');
    if (!ok) throw new Error(notice?.textContent?.trim() ?? '');
    takeOver(page, ['told']);
    // The rows stay as they are: whoever is labelling has the next one under the pointer.
    if (focused === undefined) takeOver(page, ['results']);
  } catch (problem) {
    said.replaceWith(place);
    tell('bad', text('historyTakenBack', { reason: /** @type {Error} */ (problem).message }));
  }
}

/** @param {Element} place */
function placeAfter(place) {
  const places = [...document.querySelectorAll('.judge')];
  return places[places.indexOf(place) + 1];
}

/** @param {Event} event */
function focusField({ target }) {
  const details = /** @type {HTMLDetailsElement} */ (target);
  const field = details.querySelector('input[type=text]');
  if (details.open && field instanceof HTMLElement) field.focus();
}
