import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { io } from '@tensorflow/tfjs';

/** Reads `model.json` and the weights beside it; tfjs itself reads files only where it is native. */
export async function readLayersModel(file: string): Promise<io.ModelArtifacts> {
  const model = JSON.parse(await readFile(file, 'utf8')) as io.ModelJSON;
  const groups = model.weightsManifest;
  const shards = await Promise.all(
    groups
      .flatMap(({ paths }) => paths)
      .map((name) => readFile(path.join(path.dirname(file), path.basename(name)))),
  );
  return {
    modelTopology: model.modelTopology,
    weightSpecs: groups.flatMap(({ weights }) => weights),
    weightData: Uint8Array.from(Buffer.concat(shards)).buffer,
  };
}
