'use strict';
// A worker that says ready and then does what the file of a model or the first byte of a batch
// tells it to.
const { parentPort, workerData } = require('node:worker_threads');

if (workerData.maxBatchSize === 0) throw new Error('the runtime does not load');
if (workerData.maxBatchSize === -1) process.exit(3);

const say = (message) => parentPort.postMessage(message);

function load({ call, model }) {
  const { file } = model.graph;
  if (file === 'ends') process.exit(5);
  if (file === 'does-not-load') say({ kind: 'failed', call, reason: 'the graph does not load' });
  else say({ kind: 'loaded', call, features: 1 });
}

function run({ call, model, images }) {
  switch (images[0]) {
    case 1:
      throw new Error('the engine broke');
    case 2:
      process.exit(4);
      break;
    case 3:
      say({ kind: 'failed', call, reason: 'the batch is refused' });
      break;
    default: {
      const features = Float32Array.of(images.length);
      say({ kind: 'output', call, output: { features, distances: Float32Array.of(model) } });
    }
  }
}

parentPort.on('message', (order) => {
  if (order === 'stop') process.exit();
  if (order.kind === 'load') load(order);
  else if (order.kind === 'run') run(order);
  else say({ kind: 'unloaded', call: order.call });
});
say({ kind: 'ready', engine: 'misbehaving 1.0' });
