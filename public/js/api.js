import { text } from './page-data.js';

/**
 * One prediction, as the API gives it.
 * @typedef {object} Prediction
 * @property {string} id
 * @property {string} predicted_class
 * @property {number} confidence
 * @property {Record<string, number>} all_probabilities
 * @property {number} prediction_time_ms
 * @property {string} timestamp
 * @property {string} file_name
 * @property {string} model_version
 *
 * @typedef {object} BatchAnswer
 * @property {(Prediction & { index: number })[]} predictions
 * @property {{ index: number, filename: string, error: string }[]} errors
 *
 * @typedef {object} Statistics
 * @property {number} total_predictions
 * @property {number} average_confidence
 */

/** Something to tell the user: what went wrong and what to do. */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {boolean} canRetry whether the same question may get an answer later
   * @param {ErrorOptions} [options]
   */
  constructor(message, canRetry, options) {
    super(message, options);
    this.canRetry = canRetry;
  }
}

/**
 * @param {File} file
 * @returns {Promise<Prediction>}
 */
export function predict(file) {
  const form = new FormData();
  form.append('file', file, file.name);
  return ask('/api/predict', { method: 'POST', body: form });
}

/**
 * @param {readonly File[]} files at most `maxBatchFiles`
 * @returns {Promise<BatchAnswer>}
 */
export function predictBatch(files) {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return ask('/api/predict/batch', { method: 'POST', body: form });
}

/** @returns {Promise<Statistics>} */
export function statistics() {
  return ask('/api/statistics');
}

/**
 * @param {number} limit
 * @returns {Promise<{ predictions: Prediction[] }>}
 */
export function latest(limit) {
  return ask(`/api/predictions?limit=${limit}`);
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @throws {Problem}
 */
async function ask(url, init) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw new Problem(text('errorOffline'), true, { cause });
  }
  if (response.ok) return response.json();
  const canRetry = response.status === 429 || response.status >= 500;
  throw new Problem(await explain(response), canRetry);
}

/** @param {Response} response */
async function explain(response) {
  const { error: reason = response.statusText, request_id: id = '' } = await response
    .json()
    .catch(() => ({})); // a proxy in between may answer in HTML
  switch (response.status) {
    case 413:
      return text('errorTooLarge', { reason });
    case 429:
      return text('errorLimit', { seconds: response.headers.get('Retry-After') ?? 60 });
    case 503:
    case 504:
      return text('errorBusy');
    default:
      return response.status >= 500 ? text('errorServer', { id }) : text('errorOther', { reason });
  }
}
