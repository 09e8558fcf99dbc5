'use strict';
const path = require('node:path');

/**
 * A reporter for CI: a test that was left out, for want of a program or by mistake, fails the run.
 * @implements {import('@jest/reporters').Reporter}
 */
module.exports = class NoSkippedTests {
  #skipped = [];

  onTestResult({ path: file }, { testResults }) {
    for (const { status, fullName } of testResults) {
      if (status === 'passed' || status === 'failed') continue;
      this.#skipped.push(`${path.relative('', file)}: ${fullName} (${status})`);
    }
  }

  onRunComplete() {
    const error = this.getLastError();
    if (error !== undefined) process.stderr.write(`\n${error.message}\n`);
  }

  getLastError() {
    if (this.#skipped.length === 0) return undefined;
    return new Error(`CI allows no skipped tests:\n  ${this.#skipped.join('\n  ')}`);
  }
};
