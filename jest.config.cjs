const { availableParallelism } = require('node:os');

const isCi = process.env.CI === 'true';

// Jest gives each test file a copy of the environment; ONNX Runtime reads that of the process.
process.env.ORT_DISABLE_TELEMETRY = '1';

// Jest loads CommonJS; Node.js itself loads these packages as the ECMAScript modules they are.
const ESM_ONLY = ['jose', 'oauth4webapi', 'openid-client'].join('|');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tests/support/shared-realm-environment.cjs',
  roots: ['<rootDir>/tests'],
  // `npm run test:slow` and, with a Chromium, `npm run test:browser` run them, and CI does.
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.slow\\.test\\.ts$',
    ...(isCi ? [] : ['/tests/browser/']),
  ],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/tests/support/build-first.cjs',
  setupFilesAfterEnv: [
    '<rootDir>/tests/support/properties/configure.ts',
    '<rootDir>/tests/support/compiled-entries.ts',
    '<rootDir>/tests/support/expect-declared-answers.ts',
  ],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
    [`/node_modules/(${ESM_ONLY})/.+\\.js$`]: ['@swc/jest', { jsc: { target: 'es2022' } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY})/)`],
  // `import()` of a file of ours names what it is compiled to.
  moduleNameMapper: { '^((?:\\.\\./)+(?:head|registry|training)/.*)\\.js$': '$1' },
  reporters: [...(isCi ? ['<rootDir>/tests/support/no-skipped-tests.cjs'] : []), 'default'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.worker.ts'],
  coverageReporters: ['text-summary', 'lcov'],
  // Jest would leave one of two cores idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
};
