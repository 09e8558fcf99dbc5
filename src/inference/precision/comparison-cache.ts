import { readFile, rename, writeFile } from 'node:fs/promises';
import { namedValues, ownValue } from '../../config/named-values';
import { comparisonSchema, type Comparison } from './comparison';

/** Comparisons of graphs that have been measured, by graph and machine. */
export interface ComparisonCache {
  get(key: string): Promise<Comparison | undefined>;
  put(key: string, comparison: Comparison): Promise<void>;
}

const fileSchema = namedValues(comparisonSchema);

/** Graphs come and go; the newest ones are worth remembering. */
const MAX_ENTRIES = 32;

/**
 * Keeps comparisons in a JSON file, which may be deleted at any time: then they are measured
 * again. So they are when it cannot be read.
 */
export function comparisonFile(file: string): ComparisonCache {
  return {
    get: async (key) => ownValue(await read(file), key),
    async put(key, comparison) {
      const others = Object.entries(await read(file)).filter(([name]) => name !== key);
      const entries = [...others, [key, comparison]].slice(-MAX_ENTRIES);
      // Under another name first: a reader sees the old file or the new one, never half of it.
      const part = `${file}.${process.pid}.tmp`;
      await writeFile(part, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
      await rename(part, file);
    },
  };
}

async function read(file: string): Promise<Record<string, Comparison>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}
