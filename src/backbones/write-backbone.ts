import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BUILT_IN_NETWORK } from '../config/built-in-network';
import { makeDraft } from '../registry/drafts';
import { flushFolder, writeDurably } from '../registry/durable-files';
import { sha256InPieces } from '../registry/sha256';
import { BACKBONE_FILES, isBackboneName, openBackboneFolder, type Backbone } from './backbone';
import { BackboneError } from './backbone-error';
import { diskProblem } from './disk-problem';
import { backboneCardSchema, type BackboneCard } from './card';

/** A temporary folder is its owner's alone; a backbone may be used by another user. */
const FOLDER_MODE = 0o755;

export interface BackboneGraphs {
  readonly onnx: Uint8Array;
  readonly onnxInt8: Uint8Array | null;
}

/**
 * Writes a backbone, whole or not at all: its files go to a folder that readers ignore, are flushed
 * to the disk and read back, and only then does the folder take the backbone's name.
 *
 * @param dir the folder of backbones, which is made where there is none
 * @param card without `files`, which is computed
 * @throws {BackboneError} `exists` when the name is taken, `refused` when it cannot be used,
 *   `storage` when the disk does not take it
 */
export async function writeBackbone(
  dir: string,
  card: Omit<BackboneCard, 'files'>,
  graphs: BackboneGraphs,
): Promise<Backbone> {
  const { name } = card;
  checkFreeName(dir, name);
  const target = path.join(dir, name);
  try {
    await mkdir(dir, { recursive: true });
    const draft = await makeDraft(dir, name);
    try {
      await chmod(draft, FOLDER_MODE);
      await writeFiles(draft, card, graphs);
      await openBackboneFolder(draft, name);
      await publish(draft, target, name);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } catch (error) {
    throw isFromTheDisk(error) ? notWritten(name, error) : error;
  }
  return openBackboneFolder(target, name);
}

/**
 * @param dir the folder of backbones
 * @throws {BackboneError} `exists` or `refused`
 */
export function checkFreeName(dir: string, name: string): void {
  if (!isBackboneName(name)) {
    throw new BackboneError(
      `${JSON.stringify(name)} cannot name a backbone: small letters, digits, dots, dashes and underscores can, up to 64, a letter or digit first.`,
    );
  }
  if (name === BUILT_IN_NETWORK) {
    throw new BackboneError(`${name} is what the built-in network is called: give another name.`);
  }
  if (existsSync(path.join(dir, name))) throw exists(name);
}

function exists(name: string): BackboneError {
  return new BackboneError(
    `There is a backbone ${JSON.stringify(name)} already: remove it first, or give this one another name.`,
    { problem: 'exists' },
  );
}

async function writeFiles(
  folder: string,
  card: Omit<BackboneCard, 'files'>,
  { onnx, onnxInt8 }: BackboneGraphs,
): Promise<void> {
  const files = new Map<string, Uint8Array>([[BACKBONE_FILES.onnx, onnx]]);
  if (onnxInt8 !== null) files.set(BACKBONE_FILES.onnxInt8, onnxInt8);
  const hashes = new Map<string, string>();
  for (const [file, bytes] of files) {
    await writeDurably(path.join(folder, file), bytes);
    hashes.set(file, await sha256InPieces(bytes));
  }
  const whole = backboneCardSchema.parse({ ...card, files: Object.fromEntries(hashes) });
  const text = `${JSON.stringify(whole, null, 2)}\n`;
  await writeDurably(path.join(folder, BACKBONE_FILES.card), new TextEncoder().encode(text));
  await flushFolder(folder);
}

async function publish(draft: string, target: string, name: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (cause) {
    // Somebody else published the name between the check and here.
    if (existsSync(target)) throw exists(name);
    throw cause;
  }
  await flushFolder(path.dirname(target));
}

/** Such as ENOSPC; the errors of this project have no `syscall`. */
function isFromTheDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function notWritten(name: string, cause: Error): BackboneError {
  return new BackboneError(
    `The backbone ${JSON.stringify(name)} cannot be written (${diskProblem(cause)}); nothing of it is left.`,
    { cause, problem: 'storage' },
  );
}
