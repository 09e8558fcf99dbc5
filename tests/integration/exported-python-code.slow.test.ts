import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportInto, largestDifference } from '../support/exported';
import { EXPORTED_VERSIONS } from '../support/exported-versions';
import { pythonPackages } from '../support/python-packages';
import { answerOf, printedProbabilities, readmeCode, writePictures } from '../support/readme-code';

const INSTALLING_MS = 10 * 60_000;

let folder: string;
/** What the README has people install. */
let packages: string;
beforeAll(() => {
  packages = pythonPackages('exported-python-code', ['onnxruntime', 'pillow', 'numpy']);
}, INSTALLING_MS);

beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'python-code-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it.each(EXPORTED_VERSIONS)(
  "the Python code of an export's README gives the probabilities of the service: %s",
  async (_, write) => {
    const version = await write(path.join(folder, 'models'));
    const target = await exportInto(path.join(folder, 'export'), version);
    writeFileSync(path.join(target, 'classify.py'), readmeCode(target).python);
    for (const picture of await writePictures(target, version.card.input)) {
      const printed = await printedProbabilities('python3', ['classify.py', picture.name], target, {
        PYTHONPATH: packages,
        PYTHONIOENCODING: 'utf-8',
      });
      expect(printed.labels).toEqual(version.card.class_names);
      const expected = await answerOf(version, target, picture);
      expect(largestDifference([printed.probabilities], [expected])).toBeLessThan(
        picture.tolerance,
      );
    }
  },
  120_000,
);
