'use strict';
const { spawnSync } = require('node:child_process');
const path = require('node:path');

/** Builds `dist` where it is missing or older than `src`: threads and processes of the tests run it. */
module.exports = function buildFirst() {
  const script = path.join(__dirname, '..', '..', 'scripts', 'build.mjs');
  const { status } = spawnSync(process.execPath, [script, '--if-needed'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the build fails, and the tests run what it builds');
};
