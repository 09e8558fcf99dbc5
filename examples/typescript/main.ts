import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ApiError, clientOf, dataOf } from './client';
import type { components } from './schema';

// Classifies a picture, lists the history, gives feedback, and retrains the model:
//
//   npx tsx examples/typescript/main.ts docs/examples/ship.jpg Ship
//
// The second argument is the picture's class; without it the prediction is confirmed.
// MLOPS_URL says where the service is, and MLOPS_API_KEY is a key where it runs with AUTH=on.

type Prediction = components['schemas']['PredictionAnswer'];
type Job = components['schemas']['JobDetailAnswer'];

const PAGE_SIZE = 20;
/** A history can have millions of entries: the newest are enough here. */
const MAX_PAGES = 5;
const POLL_MS = 500;

const client = clientOf(
  process.env.MLOPS_URL ?? 'http://localhost:5000',
  process.env.MLOPS_API_KEY,
);

async function main(): Promise<void> {
  const [picture, label] = process.argv.slice(2);
  if (picture === undefined) throw new Error('Usage: main.ts PICTURE [LABEL]');
  const prediction = await predict(picture);
  await listHistory();
  await giveFeedback(prediction, label);
  const id = await startRetraining();
  if (id !== undefined) await follow(id);
}

async function predict(picture: string): Promise<Prediction> {
  const file = new Blob([await readFile(picture)]);
  const prediction = dataOf(
    await client.POST('/api/predict', {
      body: { file },
      bodySerializer() {
        const form = new FormData();
        form.set('file', file, path.basename(picture));
        return form;
      },
    }),
  );
  const { file_name: name, predicted_class: best, confidence, model_version: version } = prediction;
  console.log(`${name}: ${best} (${(confidence * 100).toFixed(1)} %), says ${version}`);
  return prediction;
}

async function listHistory(): Promise<void> {
  let cursor: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { predictions, next_cursor: next } = dataOf(
      await client.GET('/api/predictions', {
        params: { query: { limit: String(PAGE_SIZE), ...(cursor !== undefined && { cursor }) } },
      }),
    );
    console.log(`predictions on page ${page} of the history: ${predictions.length}`);
    if (next === null) return;
    cursor = next;
  }
}

async function giveFeedback({ id }: Prediction, label: string | undefined): Promise<void> {
  const { feedback, sample } = dataOf(
    await client.POST('/api/predictions/{id}/feedback', {
      params: { path: { id } },
      body: label === undefined ? { correct: true } : { label },
    }),
  );
  console.log(`feedback: it shows ${feedback.label}; sample ${sample.id} is ${sample.outcome}`);
}

/** The id of the retraining under way; undefined where there is nothing to learn yet. */
async function startRetraining(): Promise<string | undefined> {
  try {
    return dataOf(await client.POST('/api/retrain', { body: { mode: 'head' } })).job_id;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    switch (error.code) {
      case 'NOTHING_TO_LEARN':
        console.log(error.message);
        return undefined;
      case 'RETRAINING_RUNNING':
        // Somebody else has started one: follow it.
        return dataOf(await client.GET('/api/retrain/status')).job_id ?? undefined;
      default:
        throw error;
    }
  }
}

async function follow(id: string): Promise<void> {
  let state: Job['state'] | undefined;
  for (;;) {
    const job = dataOf(await client.GET('/api/jobs/{id}', { params: { path: { id } } }));
    if (job.state !== state) console.log(`retraining: ${job.state}`);
    state = job.state;
    switch (state) {
      case 'queued':
      case 'running':
      case 'evaluating':
        await setTimeout(POLL_MS);
        break;
      case 'succeeded':
        console.log(`${String(job.model_version)} is in service`);
        return;
      case 'rejected':
        // The new version was trained, and is worse than the one in service: that one stays.
        for (const rule of job.gate?.rules ?? []) {
          if (!rule.passed) console.log(rule.explanation);
        }
        return;
      case 'cancelled':
        return;
      case 'failed':
        throw new Error(`The retraining failed: ${String(job.error)}`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ApiError ? error.message : error);
  process.exitCode = 1;
});
