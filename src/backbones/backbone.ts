import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeIssue, plainIssue } from '../config/plain-issue';
import { sha256, sha256InPieces } from '../registry/sha256';
import { BACKBONE_FOLDER, BACKBONE_NAME } from '../registry/version-name';
import { isVersionFileName } from '../registry/version-files';
import { BackboneError } from './backbone-error';
import { howToAdd } from './how-to-add';
import { backboneCardSchema, type BackboneCard } from './card';

/** The files of `models/backbones/<name>/`, by role. */
export const BACKBONE_FILES = {
  card: 'backbone.json',
  onnx: 'model.onnx',
  /** The same network in 8-bit integers; only where it is faster and as good. */
  onnxInt8: 'model.int8.onnx',
} as const;

/** A backbone on disk whose files have been checked against its card. */
export interface Backbone {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly card: BackboneCard;
  /** Identity of what it computes: backbones with the same one give the same features. */
  readonly graphId: string;
  /**
   * Absolute path of the graph: input `images` uint8 [n, height, width, 3] RGB, output `features`
   * float32 [n, features].
   */
  readonly onnxFile: string;
  /** Absolute path of the int8 graph with the same input and output; null where there is none. */
  readonly onnxInt8File: string | null;
}

/** A backbone in a list, whole or not. */
export type BackboneEntry =
  | { readonly kind: 'good'; readonly name: string; readonly backbone: Backbone }
  /** The reason is a sentence. */
  | { readonly kind: 'broken'; readonly name: string; readonly reason: string };

/** Where the backbones of a folder of models are. */
export function backbonesFolder(modelDir: string): string {
  return path.join(modelDir, BACKBONE_FOLDER);
}

/** Whether a text can name a backbone. */
export function isBackboneName(text: string): boolean {
  return BACKBONE_NAME.test(text);
}

/**
 * Opens a backbone: every file that its card lists is there and has the hash it had when it was
 * written.
 *
 * @param dir the folder of backbones, see {@link backbonesFolder}
 * @throws {BackboneError} `unknown` or `broken`
 *
 * @example
 * const backbone = await openBackbone(backbonesFolder('models'), 'mobilenetv2');
 * backbone.card.features; // 1280
 */
export async function openBackbone(dir: string, name: string): Promise<Backbone> {
  const names = await backboneNames(dir);
  if (!names.includes(name)) {
    const known = names.length === 0 ? 'there are none' : `there are ${names.sort().join(', ')}`;
    throw new BackboneError(
      `There is no backbone ${JSON.stringify(name)}; ${known}. ${howToAdd(name)}`,
      { problem: 'unknown' },
    );
  }
  return openBackboneFolder(path.join(dir, name), name);
}

/**
 * The backbones of a folder by name; the files of all of them are checked.
 *
 * @param dir the folder of backbones; there need not be one
 */
export async function listBackbones(dir: string): Promise<BackboneEntry[]> {
  const entries: BackboneEntry[] = [];
  for (const name of (await backboneNames(dir)).sort()) {
    try {
      entries.push({ kind: 'good', name, backbone: await openBackbone(dir, name) });
    } catch (error) {
      if (!(error instanceof BackboneError)) throw error;
      entries.push({ kind: 'broken', name, reason: error.message });
    }
  }
  return entries;
}

/**
 * The cards of a folder's backbones by name, without looking at their other files; those that cannot be
 * read are left out.
 *
 * @param dir the folder of backbones; there need not be one
 */
export async function backboneCards(dir: string): Promise<BackboneCard[]> {
  const names = (await backboneNames(dir)).sort();
  const cards = await Promise.all(
    names.map(async (name) => {
      try {
        return [await readBackboneCard(path.join(dir, name), name)];
      } catch (error) {
        if (!(error instanceof BackboneError)) throw error;
        return [];
      }
    }),
  );
  return cards.flat();
}

/** Folders that can be backbones; one that is still being written starts with a dot and is not. */
export async function backboneNames(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isFile() && isBackboneName(entry.name))
      .map((entry) => entry.name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new BackboneError('The folder of backbones cannot be read.', {
      cause,
      problem: 'storage',
    });
  }
}

/**
 * Opens the backbone called `name` in a folder that need not be called after it.
 *
 * @throws {BackboneError} `broken`
 */
export async function openBackboneFolder(folder: string, name: string): Promise<Backbone> {
  const card = await readBackboneCard(folder, name);
  for (const [file, expected] of Object.entries(card.files)) {
    const found = await hashOf(path.join(folder, file), name);
    if (found !== expected.toLowerCase()) {
      throw broken(
        name,
        `${file} has changed since it was written; remove the backbone and add it again`,
      );
    }
  }
  const pathOf = (file: string): string => path.resolve(folder, file);
  const { onnx, onnxInt8 } = BACKBONE_FILES;
  return {
    name,
    folder: path.resolve(folder),
    card,
    graphId: sha256(
      Buffer.from(
        [onnx, onnxInt8].map((file) => `${file} ${card.files[file] ?? 'none'}`).join('\n'),
      ),
    ),
    onnxFile: pathOf(onnx),
    onnxInt8File: Object.hasOwn(card.files, onnxInt8) ? pathOf(onnxInt8) : null,
  };
}

async function readBackboneCard(folder: string, name: string): Promise<BackboneCard> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path.join(folder, BACKBONE_FILES.card), 'utf8'));
  } catch (cause) {
    throw broken(name, `${BACKBONE_FILES.card} cannot be read`, cause);
  }
  const result = backboneCardSchema.safeParse(value, { error: plainIssue });
  if (!result.success) {
    throw broken(name, `${BACKBONE_FILES.card}: ${describeIssue(result.error)}`);
  }
  const card = result.data;
  if (card.name !== name) throw broken(name, `its card is that of ${JSON.stringify(card.name)}`);
  const files = Object.keys(card.files);
  if (!files.includes(BACKBONE_FILES.onnx)) {
    throw broken(name, `its card does not list ${BACKBONE_FILES.onnx}`);
  }
  const odd = files.find((file) => !isVersionFileName(file) || file === BACKBONE_FILES.card);
  if (odd !== undefined) {
    throw broken(name, `its card lists ${JSON.stringify(odd)}, not a file's name`);
  }
  return card;
}

async function hashOf(file: string, name: string): Promise<string> {
  try {
    return await sha256InPieces(await readFile(file));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw broken(
      name,
      `${path.basename(file)} ${isMissing ? 'is missing' : 'cannot be read'}`,
      cause,
    );
  }
}

function broken(name: string, reason: string, cause?: unknown): BackboneError {
  return new BackboneError(`The backbone ${JSON.stringify(name)} is broken: ${reason}.`, {
    cause,
    problem: 'broken',
  });
}
