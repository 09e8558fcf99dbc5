import { startCamera } from '../camera.js';
import { startCurlLine } from '../curl-line.js';
import { refresh, startClock } from '../latest.js';
import { sayLocalTimes } from '../local-times.js';
import { startModelArrival } from '../model-arrival.js';
import { startPredictForm } from '../predict-form.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
sayLocalTimes();
const ask = startPredictForm(() => void refresh());
startCamera((file) => ask([file]));
startCurlLine();
startClock();
startModelArrival();
