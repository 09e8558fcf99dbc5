import { openPredictionStore } from '../../support/open-prediction-store';
import { madePrediction, rememberingLog } from './made-predictions';

// Records a prediction every few milliseconds until it is killed, and prints each id and time.
async function main(): Promise<void> {
  const directory = process.argv[2];
  if (directory === undefined) throw new Error('which folder?');
  const store = await openPredictionStore({ directory, log: rememberingLog() });
  setInterval(() => {
    const prediction = madePrediction({ createdAt: Date.now() });
    store.record(prediction);
    process.stdout.write(`${prediction.id} ${prediction.createdAt}\n`);
  }, 3);
}

void main();
