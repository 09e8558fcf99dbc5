import { parentPort, workerData } from 'node:worker_threads';
import { augmentedBatches, type TrainingBatch } from '../augmentation/augmented-batches';
import { END, STOP, type BatchOrder, type BatchTask, type PreparedBatch } from './prepare-batches';
import { openTeachers } from './teachers';

const { images, labels, recipe, firstEpoch, teacherGraphs, ready } = workerData as BatchTask;

function* batchesOfAllEpochs(): Generator<TrainingBatch, void> {
  for (let epoch = firstEpoch; epoch < recipe.epochs; epoch++) {
    yield* augmentedBatches(images, labels, recipe, epoch);
  }
}

const batches = batchesOfAllEpochs();
const teachers = teacherGraphs.length === 0 ? undefined : openTeachers(teacherGraphs);

let isStopped = false;

async function postNext(): Promise<void> {
  if (isStopped) process.exit(); // ends this thread alone, between two runs of a teacher
  const { value: batch, done } = batches.next();
  if (done) {
    parentPort!.postMessage(END);
    return;
  }
  const answers = await (await teachers)?.answer(batch.images);
  const prepared: PreparedBatch = answers === undefined ? batch : { ...batch, answers };
  parentPort!.postMessage(
    prepared,
    Object.values(prepared).map((array: Float32Array | Int32Array) => array.buffer as ArrayBuffer),
  );
}

// One after the other. A failure is an unhandled rejection, which ends the thread with its error.
let work = Promise.resolve();
for (let i = 0; i < ready; i++) work = work.then(postNext);
parentPort!.on('message', (order: BatchOrder) => {
  if (order === STOP) isStopped = true;
  work = work.then(postNext);
});
