// `npm start`: builds if needed, then serves in this same process, so that signals reach the service.
import { pathToFileURL } from 'node:url';
import { build, canBuild, MAIN, stateOfBuild } from './compile.mjs';

const state = stateOfBuild();
if (state !== 'current' && canBuild()) {
  console.log(state === 'missing' ? 'Building ...' : 'Building: the sources have changed ...');
  if (!build()) process.exit(1);
} else if (state === 'missing') {
  console.error('There is no build, and no TypeScript to make one: run `npm ci && npm run build`.');
  process.exit(1);
} else if (state === 'outdated') {
  console.warn('The build is older than the sources; TypeScript is not installed, so it runs as is.');
}
await import(pathToFileURL(MAIN).href);
