import { text } from './page-data.js';
import { Problem } from './api.js';

/**
 * Sends a form as the browser would, and reads the page that answers it.
 *
 * @param {string} url
 * @param {FormData | URLSearchParams} form
 * @param {object} [options]
 * @param {(sent: number, total: number) => void} [options.onProgress] bytes
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<{ ok: boolean, page: Document }>}
 * @throws {Problem} when no page answers
 */
export function postForm(url, form, { onProgress, signal } = {}) {
  // fetch does not tell how much has been sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(loaded, total));
    request.addEventListener('load', () => {
      const type = request.getResponseHeader('Content-Type') ?? '';
      if (type.startsWith('text/html')) {
        const page = new DOMParser().parseFromString(request.responseText, 'text/html');
        resolve({ ok: request.status < 400, page });
      } else {
        reject(new Problem(reasonOf(request), { canRetry: request.status >= 500 }));
      }
    });
    request.addEventListener('error', () =>
      reject(new Problem(text('errorOffline'), { canRetry: true })),
    );
    request.addEventListener('abort', () => reject(signal?.reason));
    signal?.addEventListener('abort', () => request.abort());
    request.open('POST', url);
    request.send(form);
  });
}

/** @param {XMLHttpRequest} request */
function reasonOf({ status, responseText }) {
  try {
    return JSON.parse(responseText).error;
  } catch {
    return text('errorStatus', { status }); // a proxy in between may answer in its own way
  }
}

/**
 * Takes the content of parts of another rendering of this page over. What is the same stays, and
 * so do the elements themselves: a live region that is replaced may not be heard.
 *
 * @param {Document} page
 * @param {readonly string[]} ids
 */
export function takeOver(page, ids) {
  for (const id of ids) {
    const here = document.getElementById(id);
    const there = page.getElementById(id);
    if (here === null || there === null || here.isEqualNode(there)) continue;
    here.replaceChildren(...document.adoptNode(there).childNodes);
  }
}

/**
 * Tells something above everything else.
 *
 * @param {'good' | 'bad'} level
 * @param {string} words
 * @returns {HTMLElement} the notice, for a button beside the words
 */
export function tell(level, words) {
  const notice = document.createElement('p');
  notice.className = `notice notice-${level}`;
  const span = document.createElement('span');
  span.textContent = words;
  notice.append(span);
  document.getElementById('told')?.replaceChildren(notice);
  return notice;
}
