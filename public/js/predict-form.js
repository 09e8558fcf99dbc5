import { predict, predictBatch, Problem } from './api.js';
import { BatchAnswerGrid } from './batch-answer.js';
import { percent } from './format.js';
import { byId, find, fromTemplate, pageData, text } from './page-data.js';
import { SingleAnswer } from './single-answer.js';

/** Counts the questions, so that a late answer to an earlier one is not shown over a newer one. */
let question = 0;

/**
 * Makes the form take pictures by choosing, dropping and pasting, and shows the answers.
 * @param {() => void} onAnswered called after each answer
 */
export function startPredictForm(onAnswered) {
  const field = /** @type {HTMLInputElement} */ (byId('file-field'));
  field.multiple = true;
  field.addEventListener('change', () => {
    void answer([...(field.files ?? [])], onAnswered);
    field.value = ''; // choosing the same file again is a new question
  });
  byId('predict-form').addEventListener('submit', (event) => event.preventDefault());
  acceptDrops((files) => void answer(files, onAnswered));
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) void answer(files, onAnswered);
  });
}

/** @param {(files: File[]) => void} onFiles */
function acceptDrops(onFiles) {
  const zone = byId('drop-zone');
  let depth = 0; // dragenter and dragleave come for every element inside
  const mark = (/** @type {number} */ change) => {
    depth = Math.max(0, depth + change);
    zone.classList.toggle('dragging', depth > 0);
  };
  document.addEventListener('dragenter', () => mark(1));
  document.addEventListener('dragleave', () => mark(-1));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    mark(0);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
}

/**
 * @param {File[]} files
 * @param {() => void} onAnswered
 */
async function answer(files, onAnswered) {
  if (files.length === 0) return;
  const current = ++question;
  const isCurrent = () => current === question;
  const place = byId('answer');
  try {
    announce(text('asking'));
    place.scrollIntoView({ block: 'nearest' }); // on a phone it lies below the fold
    const [only] = files;
    const said =
      files.length === 1 && only !== undefined
        ? await answerOne(only, place, isCurrent)
        : await answerMany(files, place, isCurrent, onAnswered);
    if (isCurrent()) announce(said);
    onAnswered();
  } catch (error) {
    if (!isCurrent()) return;
    if (!(error instanceof Problem)) throw error;
    announce('');
    place.append(problem(error, () => void answer(files, onAnswered)));
    for (const waiting of place.querySelectorAll('.waiting')) waiting.classList.add('stopped');
  }
}

/**
 * @param {File} file
 * @param {HTMLElement} place
 * @param {() => boolean} isCurrent
 */
async function answerOne(file, place, isCurrent) {
  const view = new SingleAnswer(file);
  place.replaceChildren(byId('announcer'), view.element);
  const prediction = await predict(file);
  if (isCurrent()) view.show(prediction);
  return text('resultAnnounce', {
    class: prediction.predicted_class,
    percent: percent(prediction.confidence),
  });
}

/**
 * @param {readonly File[]} files
 * @param {HTMLElement} place
 * @param {() => boolean} isCurrent
 * @param {() => void} onAnswered
 */
async function answerMany(files, place, isCurrent, onAnswered) {
  const view = new BatchAnswerGrid(files);
  place.replaceChildren(byId('announcer'), view.element);
  const { maxBatchFiles } = pageData;
  for (let start = 0; start < files.length && isCurrent(); start += maxBatchFiles) {
    view.show(await predictBatch(files.slice(start, start + maxBatchFiles)), start);
    onAnswered();
  }
  return view.summary;
}

/**
 * @param {Problem} error
 * @param {() => void} onAgain
 */
function problem(error, onAgain) {
  const element = fromTemplate('problem-template');
  find(element, '.problem-text').textContent = error.message;
  const button = find(element, 'button');
  button.hidden = !error.canRetry;
  button.addEventListener('click', onAgain);
  return element;
}

/**
 * Tells people who do not see the page.
 * @param {string} message
 */
function announce(message) {
  byId('announcer').textContent = message;
}
