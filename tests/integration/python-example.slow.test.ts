import { startExampleService, type ExampleService } from '../support/example-service';
import { expectToTellErrors, expectToWork, type Example } from '../support/expect-example';
import { pythonPackages } from '../support/python-packages';

let service: ExampleService;
let example: Example;
beforeAll(() => {
  example = {
    program: 'python3',
    args: ['-B', 'examples/python/main.py'],
    environment: { PYTHONPATH: pythonPackages('python-example', ['requests']) },
  };
}, 10 * 60_000);
beforeEach(async () => {
  service = await startExampleService();
});
afterEach(() => service.end());

it(
  'predicts, lists the history, gives feedback and retrains',
  () => expectToWork(service, example),
  120_000,
);

it('tells errors by their code', () => expectToTellErrors(service, example));
