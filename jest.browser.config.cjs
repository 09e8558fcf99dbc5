const base = require('./jest.config.cjs');

/** The pages in a real Chromium: `npm run test:browser`. */
module.exports = {
  ...base,
  roots: ['<rootDir>/tests/browser'],
  testPathIgnorePatterns: [],
  // A browser, a service and its threads share the processor.
  testTimeout: 60_000,
};
