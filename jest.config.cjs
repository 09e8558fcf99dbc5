const isCi = process.env.CI === 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tests/support/shared-realm-environment.cjs',
  roots: ['<rootDir>/tests'],
  // They need a Chromium: `npm run test:browser` runs them, and CI does.
  testPathIgnorePatterns: ['/node_modules/', ...(isCi ? [] : ['/tests/browser/'])],
  testMatch: ['**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/tests/support/properties/configure.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  reporters: [...(isCi ? ['<rootDir>/tests/support/no-skipped-tests.cjs'] : []), 'default'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.worker.ts'],
  coverageReporters: ['text-summary', 'lcov'],
  testTimeout: 30_000,
};
