import { predict, predictBatch, Problem } from './api.js';
import { BatchAnswerGrid } from './batch-answer.js';
import { refusalByName } from './file-kinds.js';
import { fileSize, percent } from './format.js';
import { startIncomingFiles } from './incoming-files.js';
import { byId, pageData, text } from './page-data.js';
import { problemNotice } from './problem-notice.js';
import { inRequests } from './requests.js';
import { SingleAnswer } from './single-answer.js';

/** Ends the question before, whose answer nobody waits for any more. */
let current = new AbortController();

/**
 * Asks the service about the pictures that the page is given, and shows its answers.
 * @param {() => void} onAnswered called after each answer
 * @returns {(files: File[]) => void} asks about pictures that come another way
 */
export function startPredictForm(onAnswered) {
  const ask = (/** @type {File[]} */ files) => {
    const [only] = files;
    if (files.length === 1 && only !== undefined) void askAboutOne(only, onAnswered);
    else void askAboutMany(files, onAnswered);
  };
  startIncomingFiles(ask);
  return ask;
}

/**
 * @param {File} file
 * @param {() => void} onAnswered
 */
async function askAboutOne(file, onAnswered) {
  const { signal } = beginQuestion();
  const view = new SingleAnswer(file);
  showAnswer(view.element);
  announce(text('asking'));
  try {
    checkFile(file);
    const prediction = await predict(file, signal);
    view.show(prediction);
    announce(
      text('resultAnnounce', {
        class: prediction.predicted_class,
        percent: percent(prediction.confidence),
      }),
    );
    onAnswered();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    announce('');
    view.stop();
    const onAgain = () => void askAboutOne(file, onAnswered);
    view.element.append(problemNotice(error, { onAgain, byItself: false, signal }));
  }
}

/**
 * @param {readonly File[]} files
 * @param {() => void} onAnswered
 */
async function askAboutMany(files, onAnswered) {
  const question = beginQuestion();
  const view = new BatchAnswerGrid(files, () => {
    question.abort();
    keepFocus(() => view.stop());
    announce(view.summary);
  });
  showAnswer(view.element);
  announce(text('asking'));
  await askAboutRest(view, question.signal, onAnswered);
}

/**
 * Asks about the pictures that have no answer yet: all of them, or, after a problem, the rest.
 * @param {BatchAnswerGrid} view
 * @param {AbortSignal} signal
 * @param {() => void} onAnswered
 */
async function askAboutRest(view, signal, onAnswered) {
  const { maxBatchFiles, maxBatchBytes } = pageData;
  for (const file of view.waiting) {
    const refusal = refusalOf(file);
    if (refusal !== undefined) view.refuse(file, refusal);
  }
  try {
    const limits = { maxFiles: maxBatchFiles, maxBytes: maxBatchBytes };
    for (const files of inRequests(view.waiting, limits)) {
      const answer = await predictBatch(files, signal);
      keepFocus(() => view.show(answer, files));
      onAnswered();
    }
    announce(view.summary);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    announce('');
    view.pause();
    const notice = problemNotice(error, {
      byItself: true,
      signal,
      onAgain() {
        keepFocus(() => notice.remove());
        view.resume();
        void askAboutRest(view, signal, onAnswered);
      },
    });
    view.insert(notice);
  }
}

function beginQuestion() {
  current.abort();
  current = new AbortController();
  return current;
}

/** @param {HTMLElement} element */
function showAnswer(element) {
  const place = byId('answer');
  keepFocus(() => place.replaceChildren(element));
  place.scrollIntoView({ block: 'nearest' }); // on a phone it lies below the fold
}

/**
 * A button that goes away takes the focus with it, and the keyboard would start over at the top
 * of the page: the focus stays with the answer.
 * @param {() => void} change
 */
function keepFocus(change) {
  const place = byId('answer');
  const focused = document.activeElement;
  const isInside = focused instanceof HTMLElement && place.contains(focused);
  change();
  if (isInside && (!focused.isConnected || focused.hidden)) place.focus({ preventScroll: true });
}

/**
 * @param {File} file
 * @throws {Problem}
 */
function checkFile(file) {
  const refusal = refusalOf(file);
  if (refusal !== undefined) throw new Problem(refusal, { canRetry: false });
}

/**
 * Why a file is not sent. The service would refuse it too, but only after the upload, and often by
 * hanging up.
 * @param {File} file
 */
function refusalOf(file) {
  return refusalByName(file) ?? (file.size > pageData.maxFileBytes ? tooLarge(file) : undefined);
}

/** @param {File} file */
function tooLarge(file) {
  const limit = fileSize(pageData.maxFileBytes);
  return text('errorTooLarge', { size: fileSize(file.size), limit });
}

/**
 * Tells people who do not see the page.
 * @param {string} message
 */
function announce(message) {
  byId('announcer').textContent = message;
}
