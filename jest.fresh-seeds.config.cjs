const { randomInt } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const base = require('./jest.config.cjs');

process.env.FAST_CHECK_SEED ??= String(randomInt(2 ** 31));
process.stderr.write(
  `Properties take their values from seed ${process.env.FAST_CHECK_SEED}; with it in FAST_CHECK_SEED the run repeats itself.\n`,
);

const TESTS = path.join(__dirname, 'tests');
const withProperties = readdirSync(TESTS, { recursive: true })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => readFileSync(path.join(TESTS, file), 'utf8').includes("from 'fast-check'"));

/** The properties with values that nobody has drawn: `npm run test:fresh-seeds`. */
module.exports = {
  ...base,
  testMatch: withProperties.map((file) => `<rootDir>/tests/${file.replaceAll(path.sep, '/')}`),
};
