import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from './card';
import { BrokenVersionError } from './errors';
import { decodeHead } from './head-files';
import { decodeNeighbours } from './neighbours-file';
import { readCard } from './read-card';
import { sha256, sha256InPieces } from './sha256';
import type { Head, ModelVersion, Neighbours } from './version';
import { VERSION_FILES } from './version-files';

/**
 * Opens a version: every file that its card lists is there and has the hash it had when it was
 * written, and the head fits the class names.
 *
 * @param folder `models/<version>`
 * @param name the version's name, where the folder is not called after it
 * @throws {BrokenVersionError} naming the first file that is wrong
 *
 * @example
 * const version = await openVersion('models/cifar10-1');
 * version.card.class_names; // ['Airplane', …]
 */
export async function openVersion(
  folder: string,
  name: string = path.basename(folder),
): Promise<ModelVersion> {
  const card = await readCard(folder, name);
  const files = await readFiles(folder, card);
  const pathOf = (file: string): string => path.resolve(folder, file);
  return {
    name,
    folder: path.resolve(folder),
    card,
    head: readHead(card, files),
    neighbours: readNeighbours(card, files),
    graphId: sha256(
      Buffer.from(GRAPH_FILES.map((file) => `${file} ${card.files[file] ?? 'none'}`).join('\n')),
    ),
    featuresFile: card.backbone === null ? pathOf(VERSION_FILES.features) : null,
    onnxFile: pathOf(VERSION_FILES.onnx),
    onnxInt8File: files.has(VERSION_FILES.onnxInt8) ? pathOf(VERSION_FILES.onnxInt8) : null,
    tfjsFile: files.has(VERSION_FILES.tfjs) ? pathOf(VERSION_FILES.tfjs) : null,
  };
}

/** What engines load: versions that have the same hashes here run on the same threads. */
const GRAPH_FILES = [
  VERSION_FILES.onnx,
  VERSION_FILES.onnxInt8,
  VERSION_FILES.tfjs,
  VERSION_FILES.tfjsWeights,
];

async function readFiles(folder: string, card: ModelCard): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [file, expected] of Object.entries(card.files)) {
    const bytes = await read(path.join(folder, file), card.version);
    if ((await sha256InPieces(bytes)) !== expected.toLowerCase()) {
      throw new BrokenVersionError(card.version, `${file} has changed since it was written`);
    }
    files.set(file, bytes);
  }
  return files;
}

async function read(file: string, version: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = `${path.basename(file)} ${isMissing ? 'is missing' : 'cannot be read'}`;
    throw new BrokenVersionError(version, reason, { cause });
  }
}

function readHead(card: ModelCard, files: ReadonlyMap<string, Uint8Array>): Head {
  let head: Head;
  try {
    head = decodeHead(files.get(VERSION_FILES.head)!, files.get(VERSION_FILES.headWeights)!);
  } catch (cause) {
    throw new BrokenVersionError(card.version, (cause as Error).message, { cause });
  }
  const names = card.class_names.length;
  if (head.classes !== names) {
    throw new BrokenVersionError(
      card.version,
      `its head has ${head.classes} classes and its card ${names} class names`,
    );
  }
  return head;
}

function readNeighbours(card: ModelCard, files: ReadonlyMap<string, Uint8Array>): Neighbours {
  try {
    return decodeNeighbours(files.get(VERSION_FILES.neighbours)!, card.rejection);
  } catch (cause) {
    const reason = `${VERSION_FILES.neighbours} cannot be used: ${(cause as Error).message}`;
    throw new BrokenVersionError(card.version, reason, { cause });
  }
}
