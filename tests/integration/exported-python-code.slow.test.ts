import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportInto, largestDifference } from '../support/exported';
import { EXPORTED_VERSIONS } from '../support/exported-versions';
import { answerOf, printedProbabilities, readmeCode, writePictures } from '../support/readme-code';

/** What the README has people install. Kept, since it is 100 MB; `npm ci` removes it. */
const PACKAGES = path.join(__dirname, '../../node_modules/.cache/exported-python-code');
const INSTALLING_MS = 10 * 60_000;

let folder: string;
beforeAll(() => {
  if (existsSync(PACKAGES)) return;
  mkdirSync(path.dirname(PACKAGES), { recursive: true });
  const unfinished = mkdtempSync(`${PACKAGES}-`);
  const { status, stderr, error } = spawnSync(
    'python3',
    [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--only-binary=:all:', '--target', unfinished, 'onnxruntime', 'pillow', 'numpy'],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    rmSync(unfinished, { recursive: true });
    throw new Error(
      `Python 3 with pip is needed (Debian: python3 python3-pip): ${error?.message ?? stderr}`,
    );
  }
  renameSync(unfinished, PACKAGES);
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
        PYTHONPATH: PACKAGES,
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
