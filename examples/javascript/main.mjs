import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

// Classifies a picture, lists the history, gives feedback, and retrains the model. It needs Node 20
// and no packages:
//
//   node examples/javascript/main.mjs docs/examples/ship.jpg Ship
//
// The second argument is the picture's class; without it the prediction is confirmed.
// MLOPS_URL says where the service is, and MLOPS_API_KEY is a key where it runs with AUTH=on.

const { MLOPS_URL = 'http://localhost:5000', MLOPS_API_KEY } = process.env;
const PAGE_SIZE = 20;
/** A history can have millions of entries: the newest are enough here. */
const MAX_PAGES = 5;
const POLL_MS = 500;
/** The service is busy, and does the same request later. */
const WORTH_WAITING = new Set(['RATE_LIMITED', 'QUEUE_FULL', 'MODEL_LOADING']);
const ATTEMPTS = 5;

/** What the service answers when it did not do what it was asked for. */
class ApiError extends Error {
  constructor({ error, code, request_id: requestId }) {
    super(`${code}: ${error} (request ${requestId})`);
    /** Stable, for programs; the sentence in `message` is for people and may change. */
    this.code = code;
  }
}

/**
 * Sends a request, again while the service says that it is busy, and resolves with its JSON.
 *
 * @throws {ApiError} when the service answered with an error
 */
async function request(method, address, body) {
  const isJson = body !== undefined && !(body instanceof FormData);
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(new URL(address, MLOPS_URL), {
      method,
      headers: {
        ...(MLOPS_API_KEY !== undefined && { Authorization: `Bearer ${MLOPS_API_KEY}` }),
        // fetch sets the type of a form itself, with the boundary between its fields.
        ...(isJson && { 'Content-Type': 'application/json' }),
      },
      body: isJson ? JSON.stringify(body) : body,
    });
    if (!response.headers.get('Content-Type')?.startsWith('application/json')) {
      // A proxy in front of the service, or another program, has answers of its own.
      throw new Error(`${response.url} answered ${response.status} without JSON`);
    }
    const data = await response.json();
    if (response.ok) return data;
    if (attempt === ATTEMPTS || !WORTH_WAITING.has(data.code)) throw new ApiError(data);
    await setTimeout(Number(response.headers.get('Retry-After') ?? 1) * 1000);
  }
}

async function predict(picture) {
  const form = new FormData();
  form.set('file', new Blob([await readFile(picture)]), path.basename(picture));
  const prediction = await request('POST', '/api/predict', form);
  const { file_name: name, predicted_class: best, confidence, model_version: version } = prediction;
  console.log(`${name}: ${best} (${(confidence * 100).toFixed(1)} %), says ${version}`);
  return prediction;
}

async function listHistory() {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { predictions, next_cursor: next } = await request('GET', `/api/predictions?${query}`);
    console.log(`predictions on page ${page} of the history: ${predictions.length}`);
    if (next === null) return;
    query.set('cursor', next);
  }
}

async function giveFeedback({ id }, label) {
  const body = label === undefined ? { correct: true } : { label };
  const { feedback, sample } = await request('POST', `/api/predictions/${id}/feedback`, body);
  console.log(`feedback: it shows ${feedback.label}; sample ${sample.id} is ${sample.outcome}`);
}

/** The id of the retraining under way; undefined where there is nothing to learn yet. */
async function startRetraining() {
  try {
    return (await request('POST', '/api/retrain', { mode: 'head' })).job_id;
  } catch (error) {
    switch (error.code) {
      case 'NOTHING_TO_LEARN':
        console.log(error.message);
        return undefined;
      case 'RETRAINING_RUNNING':
        // Somebody else has started one: follow it.
        return (await request('GET', '/api/retrain/status')).job_id;
      default:
        throw error;
    }
  }
}

async function follow(id) {
  let state;
  for (;;) {
    const job = await request('GET', `/api/jobs/${id}`);
    if (job.state !== state) console.log(`retraining: ${job.state}`);
    state = job.state;
    switch (state) {
      case 'queued':
      case 'running':
      case 'evaluating':
        await setTimeout(POLL_MS);
        break;
      case 'succeeded':
        console.log(`${job.model_version} is in service`);
        return;
      case 'failed':
        throw new Error(`The retraining failed: ${job.error}`);
      default:
        // Rejected: the new version is worse than the one in service, which stays. Or cancelled.
        for (const rule of job.gate?.rules ?? []) if (!rule.passed) console.log(rule.explanation);
        return;
    }
  }
}

try {
  const [picture, label] = process.argv.slice(2);
  if (picture === undefined) throw new Error('Usage: main.mjs PICTURE [LABEL]');
  const prediction = await predict(picture);
  await listHistory();
  await giveFeedback(prediction, label);
  const id = await startRetraining();
  if (id !== undefined) await follow(id);
} catch (error) {
  console.error(error instanceof ApiError ? error.message : error);
  process.exitCode = 1;
}
