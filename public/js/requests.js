/**
 * @typedef {object} RequestLimits
 * @property {number} maxFiles
 * @property {number} maxBytes all files together
 */

/**
 * Shares files out over as few requests as the server's limits allow, in their order. A file
 * larger than a whole request goes alone.
 *
 * @template {{ readonly size: number }} F
 * @param {readonly F[]} files
 * @param {RequestLimits} limits
 * @returns {F[][]}
 */
export function inRequests(files, { maxFiles, maxBytes }) {
  /** @type {F[][]} */
  const requests = [];
  let bytes = 0;
  for (const file of files) {
    const last = requests.at(-1);
    if (last === undefined || last.length === maxFiles || bytes + file.size > maxBytes) {
      requests.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return requests;
}
