import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { flushFolder, writeDurably } from '../../registry/durable-files';
import { sha256 } from '../../registry/sha256';
import { BACKBONE_FILES, openBackbone, type Backbone } from '../backbone';
import { BackboneError } from '../backbone-error';
import { diskProblem } from '../disk-problem';
import type { BackboneCard } from '../card';

/**
 * Puts the int8 graph of a backbone beside its float32 one. Whoever reads meanwhile finds the backbone
 * without it or with it, and never a card that does not fit its files.
 *
 * @param dir the folder of backbones
 * @param bytes the graph of {@link quantiseBackbone}, and its report
 * @throws {BackboneError} `exists` when it has one already, `unknown` or `broken` as when it is opened,
 *   `storage` when the disk does not take it
 */
export async function addInt8Graph(
  dir: string,
  name: string,
  bytes: Uint8Array,
  report: NonNullable<BackboneCard['int8']>,
): Promise<Backbone> {
  const { folder, card, onnxInt8File } = await openBackbone(dir, name);
  if (onnxInt8File !== null) {
    throw new BackboneError(`The backbone ${JSON.stringify(name)} has an int8 graph already.`, {
      problem: 'exists',
    });
  }
  const files = { ...card.files, [BACKBONE_FILES.onnxInt8]: sha256(bytes) };
  const text = `${JSON.stringify({ ...card, int8: report, files }, null, 2)}\n`;
  try {
    // A graph that no card lists is not looked at, so it goes first.
    await replace(path.join(folder, BACKBONE_FILES.onnxInt8), bytes);
    await replace(path.join(folder, BACKBONE_FILES.card), new TextEncoder().encode(text));
    await flushFolder(folder);
  } catch (cause) {
    throw new BackboneError(
      `The int8 graph of ${JSON.stringify(name)} cannot be written (${diskProblem(cause)}).`,
      { cause, problem: 'storage' },
    );
  }
  return openBackbone(dir, name);
}

async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeDurably(draft, bytes);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
