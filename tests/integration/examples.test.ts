import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { startExampleService, type ExampleService } from '../support/example-service';
import { expectToTellErrors, expectToWork, type Example } from '../support/expect-example';

/** The examples that install nothing; the one in Python has a slow test. */

const TSX = path.join(path.dirname(require.resolve('tsx/package.json')), 'dist', 'cli.mjs');
const NODE = process.execPath;
/** All of them must run in CI; elsewhere an example needs its program on the machine. */
const mayRun = (programs: readonly string[]): boolean =>
  process.env.CI === 'true' ||
  programs.every((program) => spawnSync(program, ['--version']).status === 0);

let service: ExampleService;
beforeEach(async () => {
  service = await startExampleService();
});
afterEach(() => service.end());

const itWorks = ({ needs, ...example }: Example & { readonly needs: readonly string[] }): void => {
  const it = mayRun(needs) ? test : test.skip;
  it(
    'predicts, lists the history, gives feedback and retrains',
    () => expectToWork(service, example),
    60_000,
  );
  it('tells errors by their code', () => expectToTellErrors(service, example));
};

describe('the example in TypeScript', () =>
  itWorks({ program: NODE, args: [TSX, 'examples/typescript/main.ts'], needs: [] }));

describe('the example in JavaScript', () =>
  itWorks({ program: NODE, args: ['examples/javascript/main.mjs'], needs: [] }));

describe('the example for curl', () =>
  itWorks({ program: 'bash', args: ['examples/curl.sh'], needs: ['bash', 'curl', 'jq'] }));
