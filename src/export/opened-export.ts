import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { EXPORT_FILES, type ExportFileName } from './export-files';

/** A file of an export that is open: it can be read to its end, even if it is deleted meanwhile. */
export interface OpenedFile {
  readonly name: ExportFileName;
  readonly bytes: number;
  readonly handle: FileHandle;
}

/**
 * Opens files of an export.
 *
 * @param names all that it has where they are left out
 * @returns undefined when there is no such export; without those files that it has not
 */
export async function openExportFiles(
  folder: string,
  names: readonly ExportFileName[] = Object.values(EXPORT_FILES),
): Promise<OpenedFile[] | undefined> {
  if (!(await exists(folder))) return undefined;
  const opened: OpenedFile[] = [];
  try {
    for (const name of names) {
      const handle = await openIfThere(path.join(folder, name));
      if (handle === undefined) continue;
      const { size: bytes } = await handle.stat();
      opened.push({ name, bytes, handle });
    }
    return opened;
  } catch (error) {
    await closeFiles(opened);
    throw error;
  }
}

export async function closeFiles(files: readonly OpenedFile[]): Promise<void> {
  await Promise.all(files.map(({ handle }) => handle.close()));
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throwUnlessMissing(error);
    return undefined;
  }
}

async function exists(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    throwUnlessMissing(error);
    return false;
  }
}

function throwUnlessMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
