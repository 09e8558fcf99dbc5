import { find, fromTemplate, text } from './page-data.js';

/** @typedef {import('./api.js').Problem} Problem */

const SECOND_MS = 1000;

/**
 * Says what went wrong and offers to try again, after the wait that the service asks for.
 *
 * @param {Problem} problem
 * @param {object} options
 * @param {() => void} options.onAgain
 * @param {boolean} options.byItself whether it tries again by itself after a wait
 * @param {AbortSignal} options.signal ends the wait
 */
export function problemNotice({ message, canRetry, waitSeconds }, { onAgain, byItself, signal }) {
  const element = fromTemplate('problem-template');
  find(element, '.problem-text').textContent = message;
  const button = /** @type {HTMLButtonElement} */ (find(element, 'button'));
  button.hidden = !canRetry;
  button.addEventListener('click', onAgain);
  if (canRetry && waitSeconds > 0) wait();
  return element;

  function wait() {
    const endMs = Date.now() + waitSeconds * SECOND_MS;
    const timer = setInterval(show, SECOND_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    button.disabled = true;
    show();

    function show() {
      const seconds = Math.ceil((endMs - Date.now()) / SECOND_MS);
      if (seconds > 0) {
        button.textContent = text(byItself ? 'continuesIn' : 'againIn', { seconds });
        return;
      }
      clearInterval(timer);
      button.disabled = false;
      button.textContent = text('again');
      if (byItself) onAgain();
    }
  }
}
