import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../registry/durable-files';
import { stateOfDraft } from '../registry/drafts';

/** Lies in the folder of an addition as long as that is under way. */
const FILE = 'addition.json';

const recordSchema = z.object({
  /** a name, an address, or the name of a file */
  what: z.string(),
  started_at: z.iso.datetime(),
  /** what the backbone is to be called */
  name: z.string(),
});

/** An addition that is under way, or was when its process ended. */
export interface AdditionRecord {
  readonly what: string;
  readonly startedAt: Date;
  readonly name: string;
}

/** Notes, in the folder of an addition, that it is under way: whatever ends the process, it is told. */
export async function recordAddition(
  folder: string,
  { what, startedAt, name }: AdditionRecord,
): Promise<void> {
  const record: z.infer<typeof recordSchema> = { what, started_at: startedAt.toISOString(), name };
  await writeDurably(path.join(folder, FILE), Buffer.from(JSON.stringify(record)));
}

/**
 * The addition that began last among those whose processes of this machine have ended in the middle.
 *
 * @param dir the folder of backbones; there need not be one
 */
export async function interruptedAddition(dir: string): Promise<AdditionRecord | undefined> {
  const names = await readdir(dir).catch(() => []);
  const found: AdditionRecord[] = [];
  for (const name of names.filter(
    (each) => each.startsWith('.') && stateOfDraft(each) === 'gone',
  )) {
    const record = await readRecord(path.join(dir, name, FILE));
    if (record !== undefined) found.push(record);
  }
  return found.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())[0];
}

/** @returns undefined where there is none, or the process ended while it wrote it */
async function readRecord(file: string): Promise<AdditionRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = recordSchema.safeParse(value);
  return data && { what: data.what, startedAt: new Date(data.started_at), name: data.name };
}
