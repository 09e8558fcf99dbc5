import { isLeftover } from './file-kinds.js';

/** @type {WeakMap<File, string>} the folder that a dropped file lay in */
const folders = new WeakMap();

/**
 * The name of the folder that a file was dropped or chosen with.
 * @param {File} file
 * @returns {string | undefined} undefined for one that came alone
 */
export function folderOf(file) {
  return folders.get(file) ?? file.webkitRelativePath.split('/').at(-2);
}

/**
 * What was dropped: the files, and of dropped folders what somebody put into them.
 *
 * @param {DataTransfer} transfer must be read before the event is over, so this is called in it
 * @returns {Promise<File[]>}
 */
export async function droppedFiles({ items, files }) {
  const dropped = [...items].map((item) => item.webkitGetAsEntry()).filter(isFolder);
  if (dropped.length === 0) return [...files];
  const names = new Set(dropped.map(({ name }) => name));
  const loose = [...files].filter(({ name }) => !names.has(name)); // a folder is a file of its name
  const inside = (await Promise.all(dropped.map(filesIn))).flat();
  return [...loose, ...inside.filter((file) => !isLeftover(file))];
}

/**
 * @param {FileSystemEntry | null} entry
 * @returns {entry is FileSystemDirectoryEntry}
 */
function isFolder(entry) {
  return entry?.isDirectory === true;
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<File[]>}
 */
async function filesIn(folder) {
  const reader = folder.createReader();
  /** @type {File[]} */
  const files = [];
  for (;;) {
    // It gives some at a time, and none at the end.
    const entries = await /** @type {Promise<FileSystemEntry[]>} */ (
      new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    );
    if (entries.length === 0) return files;
    for (const entry of entries) {
      if (isFolder(entry)) {
        files.push(...(await filesIn(entry)));
      } else {
        const file = await fileOf(entry);
        folders.set(file, folder.name);
        files.push(file);
      }
    }
  }
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  const { file } = /** @type {FileSystemFileEntry} */ (entry);
  return new Promise((resolve, reject) => file.call(entry, resolve, reject));
}
