/**
 * What was dropped: the files, and of dropped folders the pictures in them.
 *
 * @param {DataTransfer} transfer must be read before the event is over, so this is called in it
 * @returns {Promise<File[]>}
 */
export async function droppedFiles({ items, files }) {
  const folders = [...items].map((item) => item.webkitGetAsEntry()).filter(isFolder);
  if (folders.length === 0) return [...files];
  const names = new Set(folders.map(({ name }) => name));
  const loose = [...files].filter(({ name }) => !names.has(name)); // a folder is a file of its name
  const inside = (await Promise.all(folders.map(filesIn))).flat();
  return [...loose, ...inside.filter(({ type }) => type.startsWith('image/'))];
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
      files.push(...(isFolder(entry) ? await filesIn(entry) : [await fileOf(entry)]));
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
