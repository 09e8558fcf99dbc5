import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from './card';
import { BrokenVersionError } from './errors';
import { decodeHead } from './head-files';
import { readCard } from './read-card';
import { sha256 } from './sha256';
import type { Head, ModelVersion } from './version';
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
  const head = readHead(card, files);
  return {
    name,
    folder: path.resolve(folder),
    card,
    head,
    onnxFile: path.resolve(folder, VERSION_FILES.onnx),
    tfjsFile: path.resolve(folder, VERSION_FILES.tfjs),
  };
}

async function readFiles(folder: string, card: ModelCard): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [file, expected] of Object.entries(card.files)) {
    const bytes = await read(path.join(folder, file), card.version);
    if (sha256(bytes) !== expected.toLowerCase()) {
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
