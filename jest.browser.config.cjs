const base = require('./jest.config.cjs');

/** The pages in a real Chromium: `npm run test:browser`. */
module.exports = { ...base, roots: ['<rootDir>/tests/browser'], testPathIgnorePatterns: [] };
