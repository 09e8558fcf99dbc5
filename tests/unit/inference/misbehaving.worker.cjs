'use strict';
// A worker that says ready and then does what the first byte of a batch tells it to.
const { parentPort, workerData } = require('node:worker_threads');

if (workerData.file === 'does-not-load') throw new Error('the graph does not load');
if (workerData.file === 'exits') process.exit(3);

parentPort.on('message', (images) => {
  if (images === 'stop') process.exit();
  switch (images[0]) {
    case 1:
      throw new Error('the engine broke');
    case 2:
      process.exit(4);
      break;
    case 3:
      parentPort.postMessage({ kind: 'failed', reason: 'the batch is refused' });
      break;
    default: {
      const output = Float32Array.of(images.length);
      parentPort.postMessage({ kind: 'output', output: { logits: output, features: output } });
    }
  }
});
parentPort.postMessage({ kind: 'ready', engine: 'misbehaving 1.0', features: 1 });
