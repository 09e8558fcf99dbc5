import { byId, text } from './page-data.js';

const SHOWN_MS = 2000;

/** Writes the command for this very server, and lets it be copied. */
export function startCurlLine() {
  const line = byId('curl-line');
  line.textContent = `curl -F file=@photo.jpg ${location.origin}/api/predict`;
  const button = byId('copy-curl');
  button.hidden = false;
  button.addEventListener('click', () => {
    void copy(line.textContent ?? '').then((message) => {
      button.textContent = message;
      setTimeout(() => (button.textContent = text('copy')), SHOWN_MS);
    });
  });
}

/**
 * @param {string} words
 * @returns {Promise<string>} what to tell the user
 */
async function copy(words) {
  try {
    // Not there on plain http away from localhost, and may be refused.
    await navigator.clipboard.writeText(words);
    return text('copied');
  } catch {
    return text('copyFailed');
  }
}
