import { tmpdir } from 'node:os';
import {
  reasonOfFailure,
  NOT_FOUND,
  runProgram,
} from '../../../../src/tensorflow/install/run-program';

const folder = tmpdir();
const { signal } = new AbortController();
const node = (script: string, end = signal) =>
  runProgram(process.execPath, ['-e', script], { folder, signal: end });

describe('runProgram', () => {
  it('gives the exit code and what was written', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exit(3)');
    expect(result).toEqual({ code: 3, output: 'out\n', errors: 'err\n' });
  });

  it('tells that there is no such program as a shell does', async () => {
    const { code } = await runProgram('no-such-program', [], { folder, signal });
    expect(code).toBe(NOT_FOUND);
  });

  it('ends the program when its signal aborts, and rejects with the reason', async () => {
    const abort = new AbortController();
    const running = node('setInterval(() => {}, 1000)', abort.signal);
    abort.abort(new Error('stopped by a test'));
    await expect(running).rejects.toThrow('stopped by a test');
  });
});

describe('reasonOfFailure', () => {
  it.each([
    ['x.cc:1:10: fatal error: y.h: No such file\nmake: *** [x.o] Error 1', /^x.cc.*y.h/],
    ['Getting\nERROR: No matching distribution found for z', /^ERROR: No matching/],
    ['python3: No module named pip\n', /^python3: No module named pip$/],
    ['', /^it did not say why$/],
  ])('finds the line that says why in %j', (errors, line) => {
    expect(reasonOfFailure({ code: 1, output: '', errors })).toMatch(line);
  });
});
