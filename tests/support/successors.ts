import path from 'node:path';
import type { ModelCard } from '../../src/registry/card';
import { successionOf } from '../../src/registry/succession';
import type { ModelVersion } from '../../src/registry/version';
import { writeVersion } from '../../src/registry/write-version';

/** Writes a version with the network and head of another one, as `version:refit` does. */
export function writeSuccessor(
  modelDir: string,
  version: string,
  before: ModelVersion,
  changes: Partial<ModelCard> = {},
): Promise<ModelVersion> {
  const { files, ...card } = before.card;
  return writeVersion(
    modelDir,
    {
      ...card,
      version,
      parent: before.name,
      successor_of: successionOf(before.card),
      created_at: '2025-02-01T00:00:00.000Z',
      input: { ...card.input, fit: 'cover', kernel: 'cubic' },
      ...changes,
    },
    Object.fromEntries(
      Object.keys(files).map((file) => [file, { sameAs: path.join(before.folder, file) }]),
    ),
  );
}
