import { startCurlLine } from '../curl-line.js';
import { refresh, startClock } from '../latest.js';
import { startModelArrival } from '../model-arrival.js';
import { startPredictForm } from '../predict-form.js';
import { startThemeToggle } from '../theme-toggle.js';

startThemeToggle();
startPredictForm(() => void refresh());
startCurlLine();
startClock();
startModelArrival();
