const isCi = process.env.CI === 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tests/support/shared-realm-environment.cjs',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  reporters: [...(isCi ? ['<rootDir>/tests/support/no-skipped-tests.cjs'] : []), 'default'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.worker.ts'],
  coverageReporters: ['text-summary', 'lcov'],
  testTimeout: 30_000,
};
