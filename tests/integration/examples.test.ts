import path from 'node:path';
import { startExampleService, type ExampleService } from '../support/example-service';
import { expectToTellErrors, expectToWork, type Example } from '../support/expect-example';

/** The examples that need nothing but what this repository needs anyway; Python has a slow test. */

const TSX = path.join(path.dirname(require.resolve('tsx/package.json')), 'dist', 'cli.mjs');

let service: ExampleService;
beforeEach(async () => {
  service = await startExampleService();
});
afterEach(() => service.end());

describe.each<[string, Example]>([
  ['TypeScript', { program: process.execPath, args: [TSX, 'examples/typescript/main.ts'] }],
  ['JavaScript', { program: process.execPath, args: ['examples/javascript/main.mjs'] }],
  ['curl', { program: 'bash', args: ['examples/curl.sh'] }],
])('the example in %s', (_name, example) => {
  it(
    'predicts, lists the history, gives feedback and retrains',
    () => expectToWork(service, example),
    60_000,
  );

  it('tells errors by their code', () => expectToTellErrors(service, example));
});
