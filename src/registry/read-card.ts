import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeIssue, plainIssue } from '../config/plain-issue';
import { modelCardSchema, type ModelCard } from './card';
import { BrokenVersionError } from './errors';
import { isVersionFileName, requiredFiles, VERSION_FILES } from './version-files';

/**
 * Reads the card of the version `name` in `folder`, and checks it in itself; the files it lists
 * are not looked at.
 *
 * @throws {BrokenVersionError}
 */
export async function readCard(folder: string, name: string): Promise<ModelCard> {
  const card = parse(await readCardFile(folder, name), name);
  if (card.version !== name) {
    throw new BrokenVersionError(name, `its card is that of ${JSON.stringify(card.version)}`);
  }
  const files = Object.keys(card.files);
  const missing = requiredFiles(card).find((file) => !files.includes(file));
  if (missing !== undefined)
    throw new BrokenVersionError(name, `its card does not list ${missing}`);
  const odd = files.find((file) => !isVersionFileName(file));
  if (odd !== undefined) {
    throw new BrokenVersionError(name, `its card lists ${JSON.stringify(odd)}, not a file's name`);
  }
  return card;
}

async function readCardFile(folder: string, name: string): Promise<string> {
  try {
    return await readFile(path.join(folder, VERSION_FILES.card), 'utf8');
  } catch (cause) {
    throw new BrokenVersionError(name, `${VERSION_FILES.card} cannot be read`, { cause });
  }
}

function parse(text: string, name: string): ModelCard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BrokenVersionError(name, `${VERSION_FILES.card} is not JSON`, { cause });
  }
  const result = modelCardSchema.safeParse(value, { error: plainIssue });
  if (result.success) return result.data;
  throw new BrokenVersionError(name, `${VERSION_FILES.card}: ${describeIssue(result.error)}`);
}
