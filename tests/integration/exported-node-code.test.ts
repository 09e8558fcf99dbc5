import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportInto, largestDifference } from '../support/exported';
import { EXPORTED_VERSIONS } from '../support/exported-versions';
import { answerOf, printedProbabilities, readmeCode, writePictures } from '../support/readme-code';

const MODULES = path.join(__dirname, '..', '..', 'node_modules');

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'node-code-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it.each(EXPORTED_VERSIONS)(
  "the Node code of an export's README gives the probabilities of the service: %s",
  async (_, write) => {
    const version = await write(path.join(folder, 'models'));
    const target = await exportInto(path.join(folder, 'export'), version);
    symlinkSync(MODULES, path.join(target, 'node_modules'));
    writeFileSync(path.join(target, 'classify.mjs'), readmeCode(target).node);
    for (const picture of await writePictures(target, version.card.input)) {
      const args = ['classify.mjs', picture.name];
      const printed = await printedProbabilities(process.execPath, args, target);
      expect(printed.labels).toEqual(version.card.class_names);
      const expected = await answerOf(version, target, picture);
      expect(largestDifference([printed.probabilities], [expected])).toBeLessThan(
        picture.tolerance,
      );
    }
  },
  120_000,
);
