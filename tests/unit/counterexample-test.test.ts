import fc from 'fast-check';
import { counterexampleTest, type FailedProperty } from '../support/properties/counterexample-test';

const SOURCE = `
import fc from 'fast-check';

describe('numbers', () => {
  it('are small', () => {
    fc.assert(fc.property(fc.nat(), (n) => expect(n).toBeLessThan(7)));
  });

  it.each([1, 2])('are less than %d (or so)', async (most) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.string(), (n) => expect(n).toBeLessThan(most)),
      { numRuns: 20 },
    );
  });

  it('are kept by a helper', () => holds());
});
`;

function failed(changes: Partial<FailedProperty> = {}): FailedProperty {
  return {
    seed: -7,
    path: '3:0:1',
    counterexample: [7],
    testName: 'numbers are small',
    source: SOURCE,
    ...changes,
  };
}

describe('a counterexample as a test', () => {
  it('is the test that found it, taking the counterexample alone', () => {
    expect(counterexampleTest(failed())).toBe(
      [
        '// Counterexample: [7]',
        "it('are small', () => {",
        '    fc.assert(fc.property(fc.nat(), (n) => expect(n).toBeLessThan(7)), { examples: [[7]], numRuns: 1 });',
        '  });',
      ].join('\n'),
    );
  });

  it('keeps the options of the property, and finds a test by the name that its row gave it', () => {
    const test = counterexampleTest(
      failed({ testName: 'numbers are less than 2 (or so)', counterexample: [2, 'é"'] }),
    );
    expect(test).toContain("it.each([1, 2])('are less than %d (or so)'");
    expect(test).toContain('...{ numRuns: 20 }, examples: [[2,"é\\""]], numRuns: 1 }');
  });

  it('is drawn again by seed and path where the value cannot be written', () => {
    const [stream] = fc.sample(fc.infiniteStream(fc.nat()), 1);
    expect(counterexampleTest(failed({ counterexample: [stream] }))).toContain(
      '{ seed: -7, path: "3:0:1", endOnFailure: true }',
    );
  });

  it('writes arrays of bytes', () => {
    expect(counterexampleTest(failed({ counterexample: [Uint8Array.of(1, 2)] }))).toContain(
      '{ examples: [[Uint8Array.from([1,2])]], numRuns: 1 }',
    );
  });

  it.each(['numbers are kept by a helper', 'numbers are unknown'])(
    'cannot be told for %j',
    (testName) => expect(counterexampleTest(failed({ testName }))).toBeUndefined(),
  );

  it('comes with the error of a property that fails', async () => {
    const inTest = expect.getState().currentTestName;
    await expect(
      fc.assert(fc.asyncProperty(fc.nat(), (n) => Promise.resolve(n < 3))),
    ).rejects.toThrow(
      /counterexample-test\.test\.ts:\n\n\/\/ Counterexample: \[3\]\nit\('comes with the error/,
    );
    expect(inTest).toContain('comes with the error');
  });
});

describe('the values of properties', () => {
  it('are the same in every run of the same seed', () => {
    expect(fc.readConfigureGlobal().seed).toEqual(expect.any(Number));
    expect(fc.sample(fc.nat(), 5)).toEqual(fc.sample(fc.nat(), 5));
  });
});
