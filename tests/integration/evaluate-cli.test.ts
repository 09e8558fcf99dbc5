import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { colourPng } from '../support/colour-png';
import { startLabelledService, type LabelledService } from '../support/labelled-service';

const ROOT = path.join(__dirname, '../..');

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService()));
afterEach(() => service.end());

const red = (n: number): Buffer => colourPng([200 + n, n, n]);
const yellow = (n: number): Buffer => colourPng([200 + n, 200 - n, n]);

it('judges a version on its user’s pictures, and on CIFAR-10 only where it knows that', async () => {
  const pictures = (make: (n: number) => Buffer, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `${i}.png`, content: make(from + i) }));
  await service.save(pictures(red, 0, 20), ['Red']);
  const upload = service.upload(
    [...pictures(red, 30, 2), ...pictures(yellow, 30, 1)],
    ['Red', 'Red', 'Yellow'],
  );
  await upload.field('use', 'test').expect(200);
  const folder = path.join(service.persistence, '..');
  const out = path.join(folder, 'evaluation.json');
  const said = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/evaluate.ts', '--out', out],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        ...process.env,
        MODEL_DIR: path.join(folder, 'models'),
        PERSISTENCE_DIR: service.persistence,
      },
    },
  );
  expect(said).toMatch(
    /tiny: accuracy 100\.00% on 2 labelled samples kept out of training \(95% interval [^]*tiny: accuracy 66\.67% on 3 pictures of the uploaded test set .*no class for Yellow[^]*other classes than CIFAR-10/,
  );
  const report: unknown = JSON.parse(readFileSync(out, 'utf8'));
  expect(report).toMatchObject({
    version: 'tiny',
    samples: { images: 2, accuracy: 1, accuracy_interval: { high: 1 } },
    test_set: { images: 3, unknown_labels: { Yellow: 1 } },
  });
  expect(report).not.toHaveProperty('accuracy');
}, 60_000);
