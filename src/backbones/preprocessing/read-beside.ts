import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BackboneError } from '../backbone-error';
import { NOTHING_SAID, type ReadPreprocessing } from './preprocessing';
import { readPreprocessorConfig } from './preprocessor-config';
import { isTimmConfig, readTimmConfig } from './timm-config';

/** Files that say how pictures are prepared, the one that is followed first. */
export const CONFIG_FILES = ['preprocessor_config.json', 'config.json'] as const;
/** The folder of a repository in which its ONNX files often lie. */
const ONNX_FOLDER = 'onnx';
const MOST_BYTES = 1_000_000;

/**
 * Reads how pictures are prepared from the files beside a network.
 *
 * @param texts of the files that there are, by name
 * @throws {BackboneError} for a file that is damaged or cannot be followed
 */
export function readConfigs(texts: ReadonlyMap<string, string>): ReadPreprocessing {
  for (const file of CONFIG_FILES) {
    const text = texts.get(file);
    if (text === undefined) continue;
    const json = parse(text, file);
    if (file === 'preprocessor_config.json') return from(file, readPreprocessorConfig(json));
    // Others, such as transformers', describe the layers of the network only.
    if (isTimmConfig(json)) return from(file, readTimmConfig(json));
  }
  return NOTHING_SAID;
}

function from(file: string, { preprocessing, notes }: ReadPreprocessing): ReadPreprocessing {
  return { preprocessing, notes: [`How pictures are prepared is read from ${file}.`, ...notes] };
}

/**
 * The same of the files in the folder of a network, or above one called `onnx`.
 *
 * @param file path of the network
 */
export async function readConfigsBeside(file: string): Promise<ReadPreprocessing> {
  const folder = path.dirname(path.resolve(file));
  const above = path.basename(folder) === ONNX_FOLDER ? [path.dirname(folder)] : [];
  const texts = new Map<string, string>();
  for (const name of CONFIG_FILES) {
    for (const place of [folder, ...above]) {
      const text = texts.get(name) ?? (await textOf(path.join(place, name)));
      if (text !== undefined) texts.set(name, text);
    }
  }
  return readConfigs(texts);
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BackboneError(`${path.basename(file)} beside the network cannot be read.`, {
      cause: error,
    });
  }
}

function parse(text: string, file: string): unknown {
  if (text.length > MOST_BYTES) throw new BackboneError(`${file} is too long for what it is.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BackboneError(`${file} is not JSON.`, { cause });
  }
}
