import { BrowserNetwork } from '../browser-network.js';
import { startCamera } from '../camera.js';
import { fitPicture } from '../fit-picture.js';
import { startIncomingFiles } from '../incoming-files.js';
import { byId, pageData, text } from '../page-data.js';
import { startThemeToggle } from '../theme-toggle.js';
import { TryAnswer } from '../try-answer.js';

const { classNames, input } = pageData;
const network = new BrowserNetwork(pageData.graph);
/** Pictures so far: the answer to one before the last is not shown. */
let asked = 0;

startThemeToggle();
startIncomingFiles(([file]) => file && void ask(file), { formId: 'try-form', several: false });
startCamera((file) => void ask(file));

/** @param {File} file */
async function ask(file) {
  const number = ++asked;
  const isLast = () => number === asked;
  const answer = new TryAnswer(file);
  answer.wait(text(network.isLoading ? 'tryWorking' : 'tryLoading'));
  byId('answer').replaceChildren(answer.element);
  byId('answer').scrollIntoView({ block: 'nearest' }); // on a phone it lies below the fold
  const words = await classify(file, answer);
  if (isLast()) byId('announcer').textContent = words;
}

/**
 * @param {File} file
 * @param {TryAnswer} answer
 * @returns {Promise<string>} what came of it
 */
async function classify(file, answer) {
  /** @type {Uint8Array<ArrayBuffer>} */
  let pixels;
  const startedMs = performance.now();
  try {
    pixels = await fitPicture(file, input);
  } catch {
    // Whatever it is, the browser cannot show it either.
    answer.fail(text('tryUnreadable', { file: file.name }));
    return '';
  }
  const fitMs = performance.now() - startedMs;
  answer.showInput(pixels, input);
  try {
    await network.load();
    const runMs = performance.now();
    const probabilities = await network.run(pixels, input);
    return answer.show(classNames, probabilities, { fitMs, runMs: performance.now() - runMs });
  } catch (error) {
    answer.fail(text('tryFailed', { reason: /** @type {Error} */ (error).message }));
    return '';
  }
}
