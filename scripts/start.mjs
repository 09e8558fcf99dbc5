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
  console.warn(
    'The build is older than the sources; TypeScript is not installed, so it runs as is.',
  );
}

// npm runs this through a shell, and a SIGTERM for npm ends that shell but never gets here
// (npm/cli issue 5776): the service would be left behind, holding its port.
if (process.env.npm_lifecycle_event !== undefined) {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
  // A second signal would end the service in the middle of its orderly stop.
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => clearInterval(watch));
}
await import(pathToFileURL(MAIN).href);
