import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc, { type RunDetails } from 'fast-check';
import { counterexampleTest, replay } from './counterexample-test';

/**
 * The seed of every property, so that two runs of the same commit draw the same values.
 * `FAST_CHECK_SEED` replaces it; `npm run test:fresh-seeds` sets it to a number nobody has drawn.
 */
const SEED = 1;

fc.configureGlobal({
  seed: process.env.FAST_CHECK_SEED === undefined ? SEED : Number(process.env.FAST_CHECK_SEED),
  // Its successor, a plugin, is given to one property at a time and cannot be set for all of them.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  reporter: throwAsTest,
});

/** Fails the test with what fast-check says, and with the counterexample as a test to keep. */
function throwAsTest(details: RunDetails<unknown>): void {
  if (!details.failed) return;
  const text = fc.defaultReportMessage(details);
  throw new Error([text, asTest(details)].filter(Boolean).join('\n\n'), {
    cause: details.errorInstance,
  });
}

function asTest({ seed, counterexample, counterexamplePath }: RunDetails<unknown>): string {
  const { testPath, currentTestName } = expect.getState();
  if (counterexamplePath === null || testPath === undefined || currentTestName === undefined) {
    return '';
  }
  const failed = {
    seed,
    path: counterexamplePath,
    counterexample,
    testName: currentTestName,
    source: readFileSync(testPath, 'utf8'),
  };
  const name = path.relative(process.cwd(), testPath);
  const test = counterexampleTest(failed);
  return test === undefined
    ? `To take this counterexample alone, give fc.assert in ${name} the options { ${replay(failed)} }.`
    : `This counterexample as a test for ${name}:\n\n${test}\n`;
}
