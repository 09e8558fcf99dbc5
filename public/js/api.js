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
 * @property {boolean} uncertain
 *
 * @typedef {object} Attention
 * @property {string} predicted_class
 * @property {number} confidence
 * @property {number[][]} falls by how much the confidence falls where the picture is covered
 *
 * @typedef {object} BatchAnswer
 * @property {(Prediction & { index: number })[]} predictions
 * @property {{ index: number, filename: string, error: string }[]} errors
 *
 * @typedef {object} Statistics
 * @property {number} total_predictions
 * @property {number} average_confidence
 *
 * @typedef {object} ProblemOptions
 * @property {boolean} canRetry whether the same question may get an answer later
 * @property {number} [waitSeconds] how long to wait before that, where the service says so
 * @property {unknown} [cause]
 */

const DEFAULT_WAIT_SECONDS = 60;

/** Something to tell the user: what went wrong and what to do. */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {ProblemOptions} options
   */
  constructor(message, { canRetry, waitSeconds = 0, cause }) {
    super(message, { cause });
    this.canRetry = canRetry;
    this.waitSeconds = waitSeconds;
  }
}

/**
 * @param {File} file
 * @param {AbortSignal} signal
 * @returns {Promise<Prediction>}
 */
export function predict(file, signal) {
  const form = new FormData();
  form.append('file', file, file.name);
  return ask('/api/predict', { method: 'POST', body: form, signal });
}

/**
 * @param {readonly File[]} files no more than one request may hold
 * @param {AbortSignal} signal
 * @returns {Promise<BatchAnswer>}
 */
export function predictBatch(files, signal) {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return ask('/api/predict/batch', { method: 'POST', body: form, signal });
}

/**
 * What a person says of a prediction.
 * @param {string} id
 * @param {{ correct: true } | { label: string }} said
 * @returns {Promise<{ feedback: { verdict: 'correct' | 'wrong', label: string } }>}
 */
export function giveFeedback(id, said) {
  return ask(`/api/predictions/${id}/feedback`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(said),
  });
}

/**
 * Where the network looks in the picture of a prediction.
 * @param {string} id
 * @returns {Promise<Attention>}
 */
export function attention(id) {
  return ask(`/api/predictions/${id}/attention`);
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
 * @throws {Problem} unless the request was aborted, which throws the signal's reason
 */
async function ask(url, init) {
  try {
    const response = await fetch(url, init);
    if (!response.ok) throw await problemOf(response);
    return await response.json();
  } catch (cause) {
    if (cause instanceof Problem || init?.signal?.aborted === true) throw cause;
    throw new Problem(text('errorOffline'), { canRetry: true, cause });
  }
}

/** @param {Response} response */
async function problemOf(response) {
  const { status } = response;
  const { error: reason = text('errorStatus', { status }), request_id: id = '' } = await response
    .json()
    .catch(() => ({})); // a proxy in between may answer in HTML
  const retryAfter = Number(response.headers.get('Retry-After'));
  switch (status) {
    case 413:
    case 415:
      return new Problem(text('errorFile', { reason }), { canRetry: false });
    case 429: {
      const seconds = retryAfter || DEFAULT_WAIT_SECONDS;
      return new Problem(text('errorLimit', { seconds }), { canRetry: true, waitSeconds: seconds });
    }
    case 502:
    case 503:
    case 504:
      return new Problem(text('errorBusy', { reason }), {
        canRetry: true,
        waitSeconds: retryAfter || 0,
      });
    default:
      return status >= 500
        ? new Problem(text('errorServer', { id: id || String(status) }), { canRetry: true })
        : new Problem(reason, { canRetry: false });
  }
}
