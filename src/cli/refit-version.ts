import 'dotenv/config';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inputSpecSchema, type InputSpec } from '../config/input-spec';
import { loadConfiguration } from '../config/load';
import { encodeNeighbours } from '../registry/neighbours-file';
import { readGraphFeatures } from '../registry/graph-features-file';
import { findVersion } from '../registry/find-version';
import { successionOf } from '../registry/succession';
import { VERSION_FILES } from '../registry/version-files';
import { isVersionName } from '../registry/version-name';
import { writeVersion } from '../registry/write-version';
import { openOnnxGraph } from '../onnx/run-graph';
import { fitRejection } from '../training/features/fit-rejection';
import { readDatasetWithProgress } from './dataset-progress';
import { describePhotographs, lookAtPhotographs, otherThingsAuroc } from './photographs';
import { runCommand, UsageError } from './run-command';

const USAGE = `Writes a version with the network and head of another one, which fits pictures to its
input in another way and finds anew what is uncertain. Where the other one is gone, it takes its place.

  npm run version:refit -- --version NAME --name NAME [options]

  --version NAME       the version whose network and head it has
  --name NAME          what it is called
  --fit FIT            stretch, cover or contain (default: as it is)
  --kernel KERNEL      triangle, cubic or lanczos (default: as it is)
  --data PATH          images of its classes, of which images of no class are made
                       (default: data, its test part)
  --photographs PATH   photographs in folders of their classes, those of other things in
                       none-of-them: both versions are tried on them
`;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      name: { type: 'string' },
      fit: { type: 'string' },
      kernel: { type: 'string' },
      data: { type: 'string', default: 'data' },
      photographs: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { version: from, name } = values;
  if (from === undefined || name === undefined) throw new UsageError(USAGE);
  if (!isVersionName(name)) throw new UsageError(`"${name}" cannot name a version`);
  const { MODEL_DIR: modelDir } = loadConfiguration(process.env);
  const before = await findVersion(modelDir, { name: from }, (error) =>
    console.error(error.message),
  );
  if (before.featuresFile === null) {
    throw new UsageError(
      `${from} has no features of its training: its network came from elsewhere`,
    );
  }
  const input = inputOf(before.card.input, values);
  const { images } = await readDatasetWithProgress(values.data, 'test', { signal });
  const features = await readGraphFeatures(before);
  const graph = await openOnnxGraph(before.onnxFile, 0, input);
  try {
    const { neighbours, report } = await fitRejection(
      (some, batch) => graph.run(some, batch),
      features,
      before.card.network.penultimate,
      images,
    );
    const after = { ...before, neighbours, card: { ...before.card, input } };
    const auroc = { ...report.auroc };
    if (values.photographs !== undefined) {
      for (const tried of [before, after]) {
        const seen = await lookAtPhotographs(tried, graph, values.photographs);
        console.log(`${tried === before ? from : name}: ${describePhotographs(seen)}`);
        if (tried === after) auroc['photographs of other things'] = otherThingsAuroc(seen);
      }
    }
    const { files, ...card } = before.card;
    await writeVersion(
      modelDir,
      {
        ...card,
        version: name,
        parent: from,
        successor_of: successionOf(before.card),
        created_at: new Date().toISOString(),
        input,
        rejection: { ...report, auroc },
      },
      {
        ...Object.fromEntries(
          Object.keys(files).map((file) => [file, { sameAs: path.join(before.folder, file) }]),
        ),
        [VERSION_FILES.neighbours]: encodeNeighbours(neighbours),
      },
    );
    console.log(`Wrote ${name}.`);
  } finally {
    await graph.close();
  }
});

function inputOf(
  input: InputSpec,
  { fit, kernel }: { readonly fit?: string | undefined; readonly kernel?: string | undefined },
): InputSpec {
  const result = inputSpecSchema.safeParse({
    ...input,
    ...(fit !== undefined && { fit }),
    ...(kernel !== undefined && { kernel }),
  });
  if (result.success) return result.data;
  throw new UsageError('--fit is stretch, cover or contain; --kernel triangle, cubic or lanczos');
}
