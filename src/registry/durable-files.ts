import { link, open, readFile } from 'node:fs/promises';

/** A second name for the same bytes where the file system has that, a copy elsewhere. */
export async function share(existing: string, file: string): Promise<void> {
  try {
    await link(existing, file);
  } catch {
    await writeDurably(file, await readFile(existing));
  }
}

/** Writes a new file, and waits until the disk has it. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once its folder is; Windows cannot flush one, and does not need to. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
