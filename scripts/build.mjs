// `npm run build`; with `--if-needed` only where `dist` is missing or older than its sources.
import { build, canBuild, stateOfBuild } from './compile.mjs';

const isNeeded = !process.argv.includes('--if-needed') || stateOfBuild() !== 'current';
if (isNeeded && !canBuild()) {
  console.error('TypeScript is not installed; run `npm ci` (without --omit=dev) to build.');
  process.exitCode = 1;
} else if (isNeeded && !build()) {
  process.exitCode = 1;
}
