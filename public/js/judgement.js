import { giveFeedback } from './api.js';
import { find, fromTemplate, text } from './page-data.js';

/** @typedef {import('./api.js').Prediction} Prediction */

/**
 * Asks whether a prediction is right, and what else it is; shows what was said at once, and takes
 * that back when it cannot be noted.
 *
 * @param {Prediction} prediction
 * @returns {HTMLElement}
 */
export function judgement({ id, file_name: file, predicted_class: label }) {
  const element = fromTemplate('judge-template');
  const right = find(element, '.judge-right');
  right.setAttribute('aria-label', text('judgeRightOf', { file, label }));
  find(element, 'summary').setAttribute('aria-label', text('judgeWrongOf', { file, label }));
  const details = /** @type {HTMLDetailsElement} */ (find(element, 'details'));
  const field = /** @type {HTMLInputElement} */ (find(element, 'input'));
  details.addEventListener('toggle', () => details.open && field.focus());
  right.addEventListener('click', () => void say({ correct: true }, text('judgeSaidRight'), true));
  find(element, 'form').addEventListener('submit', (event) => {
    event.preventDefault();
    const given = field.value.trim();
    if (given === '') complain(text('judgeNoLabel'));
    else void say({ label: given }, text('judgeSaidWrong', { label: given }), false);
  });
  return element;

  /**
   * @param {{ correct: true } | { label: string }} said
   * @param {string} words
   * @param {boolean} isRight
   */
  async function say(said, words, isRight) {
    const note = document.createElement('p');
    note.className = `said said-${isRight ? 'right' : 'wrong'}`;
    note.setAttribute('role', 'status');
    note.append(`${words} `, trainLink());
    element.replaceWith(note);
    try {
      await giveFeedback(id, said);
    } catch (problem) {
      note.replaceWith(element);
      complain(text('judgeTakenBack', { reason: /** @type {Error} */ (problem).message }));
    }
  }

  /** @param {string} words */
  function complain(words) {
    const place = find(element, '.judge-problem');
    place.hidden = false;
    place.textContent = words;
  }
}

function trainLink() {
  const link = document.createElement('a');
  link.href = '/train';
  link.textContent = text('judgeTrain');
  return link;
}
