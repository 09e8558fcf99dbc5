/**
 * What the server knows and the scripts need.
 * @typedef {object} PageData
 * @property {Record<string, string>} strings texts, with `{name}` for what is filled in and `{name|one|many}` for words that its number decides
 * @property {number} maxFileBytes largest file the service takes
 * @property {number} maxBatchFiles most files of one batch request
 * @property {number} maxBatchBytes most bytes of one batch request, all its files together
 * @property {string[]} imageTypes media types of pictures that are taken
 * @property {string[]} imageEndings endings of their names
 * @property {[ending: string, refusal: string][]} refusals what to say of files with other endings
 * @property {boolean} isLoading whether no model was in service yet when the page was made
 * @property {boolean} [isAdding] whether a network is being added, on the page of models
 * @property {string} [reloadTo] where what is being compared is shown, on the page about drift
 * @property {number} latestCount rows of the table of latest predictions
 * @property {number} startedAtMs when the service started
 * @property {number} serverNowMs the server's clock when the page was made
 * @property {{ at: number, requests: number, predictions: number, p50_ms: number | null, p99_ms: number | null }[]} slots traffic, on the overview
 * @property {string} logLevel least severe level of the lines shown, on the system page
 * @property {number} lastLine number of the last of them
 * @property {string | null} job the training that is under way, on the pages about training
 * @property {number} lastEvent number of the last of its events that the page knows
 * @property {number} maxLogLines lines of its log that are shown
 * @property {string[]} classNames of the version that is tried
 * @property {import('./fit-picture.js').Input} input what it takes
 * @property {import('./fit-picture.js').Input | null} viewedInput what the version in service takes, on the page of predictions
 * @property {string} graph address of its graph
 * @property {number} logLines most lines of the log shown there
 */

export const pageData = pageDataOf(document);

/**
 * @param {Document} page
 * @returns {PageData}
 */
export function pageDataOf(page) {
  return JSON.parse(find(page, '#page-data').textContent ?? '');
}

/** `{name}`, or `{name|one|many}`: the word for the number that is filled in as `name`. */
const GAP = /\{(\w+)(?:\|([^{|}]*)\|([^{|}]*))?\}/g;

/**
 * A text with its gaps filled; `{count|picture|pictures}` is `picture` where `count` is 1.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function text(name, values = {}) {
  const template = ownValue(pageData.strings, name);
  if (template === undefined) throw new Error(`no text is called ${name}`);
  return template.replace(GAP, (_, gap, one, many) => {
    const value = String(ownValue(values, gap) ?? '');
    return (value === '1' ? one : many) ?? value;
  });
}

/**
 * The value that an object was given under a name, whatever the name is.
 * @template Value
 * @param {Record<string, Value>} values
 * @param {string} name
 * @returns {Value | undefined}
 */
export function ownValue(values, name) {
  // eslint-disable-next-line local/no-text-as-key -- the one place that looks first
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/**
 * The element with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * A copy of a template's one element.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (byId(id));
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  return /** @type {HTMLElement} */ (copy.firstElementChild);
}

/**
 * The first element inside that matches.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {E}
 */
export function find(parent, selector) {
  const element = parent.querySelector(selector);
  if (element === null) throw new Error(`nothing matches ${selector}`);
  return /** @type {E} */ (/** @type {unknown} */ (element));
}
