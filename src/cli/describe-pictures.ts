import 'dotenv/config';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load';
import { PIXEL_STATISTICS, pixelStatisticsOf } from '../imaging/pixel-statistics';
import type { ModelCard } from '../registry/card';
import { flushFolder, writeDurably } from '../registry/durable-files';
import { findVersion } from '../registry/find-version';
import { encodeReference, readReference } from '../registry/reference-file';
import { sha256 } from '../registry/sha256';
import { VERSION_FILES } from '../registry/version-files';
import { readDatasetWithProgress } from './dataset-progress';
import { runCommand, UsageError } from './run-command';

const USAGE = `Notes in a version what pictures look like that it was made for, where it was made by a
release that did not: brightness, contrast, colours and sharpness. Drift is told by them.

  npm run version:describe -- --version NAME [options]

  --version NAME  the version; its network was trained here
  --data PATH     images of its classes that it has not learned from (default: data, its test part)
`;

/** The training looks at as many. */
const LOOKED_AT = 2000;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      data: { type: 'string', default: 'data' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.version === undefined) throw new UsageError(USAGE);
  const { MODEL_DIR: modelDir } = loadConfiguration(process.env);
  const version = await findVersion(modelDir, { name: values.version }, (error) =>
    console.error(error.message),
  );
  if (version.featuresFile === null) {
    throw new UsageError(
      `The network of ${version.name} came from elsewhere: retraining notes what its pictures look like.`,
    );
  }
  const { images } = await readDatasetWithProgress(values.data, 'test', { signal });
  const known = await readReference(version, PIXEL_STATISTICS.length);
  const pixels = pixelStatisticsOf(images, version.card.input, LOOKED_AT);
  const bytes = encodeReference({ ...known, pixels }, PIXEL_STATISTICS.length);
  await replace(path.join(version.folder, VERSION_FILES.reference), bytes);
  // The card comes last: one that lists a file that is not there makes a version unusable.
  const cardFile = path.join(version.folder, VERSION_FILES.card);
  const card = JSON.parse(await readFile(cardFile, 'utf8')) as ModelCard;
  const files = { ...card.files, [VERSION_FILES.reference]: sha256(bytes) };
  const text = `${JSON.stringify({ ...card, files }, null, 2)}\n`;
  await replace(cardFile, new TextEncoder().encode(text));
  await flushFolder(version.folder);
  console.log(
    `${version.name} says what ${pixels.length / PIXEL_STATISTICS.length} pictures look like.`,
  );
});

/** Whoever reads meanwhile finds the whole file, of before or of now. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.new`;
  await rm(draft, { force: true });
  await writeDurably(draft, bytes);
  await rename(draft, file);
}
