import 'dotenv/config';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cardCharts } from '../charts/card-charts';
import { loadConfiguration } from '../config/load';
import { readClassCounts } from '../registry/class-counts';
import { VersionCatalogue, type CatalogueEntry } from '../registry/version-catalogue';
import { renderModelCard } from './render-model-card';
import { runCommand, UsageError } from './run-command';

const USAGE = `Writes the card of a version as a document for people, with its pictures.

  npm run model:card -- [options]

  --version NAME   (default: the newest version that was trained from the beginning, of MODEL_NETWORK)
  --out FILE       (default: docs/model-card.md); pictures go to images/<name of the file>/ beside it
`;

type GoodEntry = Extract<CatalogueEntry, { kind: 'good' }>;

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      out: { type: 'string', default: path.join('docs', 'model-card.md') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const config = loadConfiguration(process.env);
  const catalogue = new VersionCatalogue(config.MODEL_DIR);
  const { card, folder } =
    values.version === undefined
      ? await newestTrained(catalogue, config.MODEL_NETWORK)
      : await named(catalogue, values.version);

  const images = path.join('images', path.basename(values.out, '.md'));
  const imageFolder = path.join(path.dirname(values.out), images);
  await rm(imageFolder, { recursive: true, force: true });
  await mkdir(imageFolder, { recursive: true });
  const charts = cardCharts(card, await readClassCounts(folder, card));
  for (const { filename, draw } of charts) {
    await writeFile(path.join(imageFolder, filename), `${draw()}\n`);
  }
  const pictures = charts.map(({ name, filename }) => ({
    name,
    path: path.posix.join(...images.split(path.sep), filename),
  }));
  await writeFile(values.out, renderModelCard(card, pictures));
  console.log(
    `Wrote ${values.out} and ${pictures.length} pictures from the card of ${card.version}`,
  );
});

async function newestTrained(catalogue: VersionCatalogue, network: string): Promise<GoodEntry> {
  const found = (await catalogue.list()).find(
    (entry): entry is GoodEntry =>
      entry.kind === 'good' &&
      entry.card.retraining === null &&
      entry.card.network.name === network,
  );
  if (found !== undefined) return found;
  throw new UsageError(`There is no version of the network ${network}; name one with --version`);
}

async function named(catalogue: VersionCatalogue, name: string): Promise<GoodEntry> {
  const entry = await catalogue.find(name);
  if (entry?.kind === 'good') return entry;
  throw new UsageError(entry?.reason ?? `There is no version ${JSON.stringify(name)}`);
}
