import { folderOf } from './dropped-files.js';
import { isArchive, isLeftover, refusalByName } from './file-kinds.js';
import { fileSize } from './format.js';
import { takeDropped } from './incoming-files.js';
import { notify } from './notices.js';
import { byId, pageData, text } from './page-data.js';
import { postForm } from './post-form.js';
import { inRequests } from './requests.js';

/**
 * A picture or an archive that waits to be sent.
 * @typedef {object} Waiting
 * @property {File} file
 * @property {string} label empty while nobody has said what is on it; of an archive, for what lies
 *   in no folder
 * @property {number} size bytes
 */

/** Files that are named in a notice; of more only their number. */
const NAMED = 3;

/**
 * Takes labelled pictures by choosing and dropping: files, folders, whose names are the labels,
 * and archives. They are sent in as few requests as the service's limits allow.
 *
 * @param {(page: Document) => void} onSaved called with the page as it is after each request
 */
export function startUpload(onSaved) {
  const form = /** @type {HTMLFormElement} */ (byId('upload-form'));
  const field = /** @type {HTMLInputElement} */ (byId('label-field'));
  const bar = /** @type {HTMLProgressElement} */ (byId('upload-bar'));
  /** @type {Waiting[]} */
  let waiting = [];
  /** @type {AbortController | undefined} */
  let sending;

  startFields(take);
  takeDropped(take);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (waiting.length > 0) void send();
    else byId('file-field').click();
  });
  byId('upload-stop').addEventListener('click', () => sending?.abort());

  /** @param {readonly File[]} files */
  function take(files) {
    const meant = files.filter((file) => !isLeftover(file));
    const usable = meant.filter((file) => isArchive(file) || refusalByName(file) === undefined);
    const small = usable.filter(({ size }) => size <= pageData.maxBatchBytes);
    const large = usable.find(({ size }) => size > pageData.maxBatchBytes);
    const words = [
      ...(usable.length === 0 ? [text('dataUploadNothing')] : []),
      ...(large === undefined ? [] : [tooLarge(large)]),
      ...refusals(meant.filter((file) => !usable.includes(file))),
    ];
    if (words.length > 0) notify('bad', words.join(' '));
    const label = field.value.trim();
    waiting.push(
      ...small.map((file) => ({ file, label: folderOf(file) ?? label, size: file.size })),
    );
    if (waiting.length > 0 && sending === undefined) void send();
  }

  async function send() {
    if (sending !== undefined || !isLabelled()) return;
    sending = new AbortController();
    const { signal } = sending;
    let sent = 0;
    let isFirst = true;
    const limits = { maxFiles: pageData.maxBatchFiles, maxBytes: pageData.maxBatchBytes };
    show(0);
    try {
      for (;;) {
        const [files] = inRequests(waiting, limits);
        if (files === undefined || !isLabelled()) break;
        const bytes = bytesOf(files);
        const { page } = await postForm(form.action, formOf(files), {
          signal,
          // Of the whole form, which is a little more than the files.
          onProgress: (loaded, total) => show(sent + (bytes * loaded) / total),
        });
        checkAnswer(page);
        sent += bytes;
        waiting = waiting.slice(files.length);
        showResult(page, isFirst);
        isFirst = false;
        onSaved(page);
      }
      notifyOfResults();
    } catch (problem) {
      if (signal.aborted) waiting = [];
      const { message } = /** @type {Error} */ (problem);
      notify('bad', signal.aborted ? text('dataUploadStopped') : message);
    } finally {
      sending = undefined;
      say(waiting.length === 0 ? '' : text('dataUploadLeft', { count: waiting.length }));
    }

    /** @param {number} done bytes */
    function show(done) {
      const total = sent + bytesOf(waiting);
      bar.value = total === 0 ? 1 : done / total;
      say(
        done < total
          ? text('dataUploadSending', { sent: fileSize(done), total: fileSize(total) })
          : text('dataUploadLooking'),
      );
    }
  }

  /** Whether it is known what is on everything; asks for it otherwise. */
  function isLabelled() {
    const label = field.value.trim();
    for (const item of waiting) item.label ||= label;
    const nameless = waiting.filter((item) => item.label === '' && !isArchive(item.file));
    if (nameless.length === 0) return true;
    say(text('dataUploadWaiting', { count: nameless.length }));
    field.focus();
    return false;
  }

  /** @param {string} words */
  function say(words) {
    const isSending = sending !== undefined;
    byId('upload-progress').hidden = !isSending && words === '';
    bar.hidden = !isSending;
    byId('upload-stop').hidden = !isSending;
    byId('upload-words').textContent = words;
  }
}

/**
 * @param {readonly Waiting[]} files
 * @returns {FormData} a label for each file, in their order
 */
function formOf(files) {
  const form = new FormData();
  const test = /** @type {HTMLInputElement} */ (byId('test-field'));
  if (test.checked) form.append('use', test.value);
  for (const { file, label } of files) {
    form.append('files', file, file.name);
    form.append('labels', label);
  }
  return form;
}

/** @param {readonly Waiting[]} files */
function bytesOf(files) {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** @param {File} file */
function tooLarge(file) {
  const limit = fileSize(pageData.maxBatchBytes);
  return text('dataUploadTooLarge', { file: file.name, size: fileSize(file.size), limit });
}

/**
 * Names what is not sent, and says what can be done.
 * @param {readonly File[]} files
 * @returns {string[]}
 */
function refusals(files) {
  const named = files
    .slice(0, NAMED)
    .map((file) =>
      text('dataUploadRefused', { file: file.name, reason: refusalByName(file) ?? '' }),
    );
  const more = files.length - named.length;
  return more > 0 ? [...named, text('dataUploadRefusedMore', { count: more })] : named;
}

/**
 * @param {Document} page
 * @throws {Error} when the upload was refused as a whole
 */
function checkAnswer(page) {
  if (page.querySelector('#upload-result .result-words') !== null) return;
  throw new Error(page.querySelector('#told .notice')?.textContent?.trim() ?? '');
}

/**
 * @param {Document} page
 * @param {boolean} isFirst of the requests that files were shared out over
 */
function showResult(page, isFirst) {
  const result = document.adoptNode(/** @type {Element} */ (page.getElementById('upload-result')));
  if (isFirst) {
    byId('upload-result').replaceChildren(...result.childNodes);
  } else {
    result.querySelector('h3')?.remove();
    byId('upload-result').append(...result.childNodes);
  }
}

function notifyOfResults() {
  const results = [...document.querySelectorAll('#upload-result .result-words')];
  const isBad = results.some((result) => result.querySelector('.refused') !== null);
  const words = results.map((result) => result.textContent?.trim() ?? '').join(' · ');
  if (words !== '') notify(isBad ? 'bad' : 'good', words);
}

/** @param {(files: readonly File[]) => void} take */
function startFields(take) {
  byId('folder-button').addEventListener('click', () => byId('folder-field').click());
  for (const id of ['file-field', 'folder-field']) {
    const field = /** @type {HTMLInputElement} */ (byId(id));
    field.addEventListener('change', () => {
      const files = [...(field.files ?? [])];
      if (files.length > 0) take(files);
      field.value = ''; // choosing the same again is a new question
    });
  }
}
