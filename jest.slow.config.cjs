const base = require('./jest.config.cjs');

/** What takes too long for every change of the code: `npm run test:slow`. */
module.exports = {
  ...base,
  testMatch: ['**/*.slow.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
