import { pageData } from './page-data.js';

const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;
/** What systems leave in folders, and nobody means to send. */
const LEFTOVER = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

/** @param {File} file */
export function isArchive(file) {
  return ARCHIVE.test(file.name);
}

/** @param {File} file */
export function isLeftover(file) {
  return LEFTOVER.test(file.name);
}

/**
 * What there is to say of a file that the service takes for no picture. It is told by its name, so
 * that a video is not sent for nothing; what has an unknown name, the service tells by its content.
 *
 * @param {File} file
 * @returns {string | undefined}
 */
export function refusalByName(file) {
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const isPicture =
    pageData.imageTypes.includes(file.type) || pageData.imageEndings.includes(ending);
  return isPicture ? undefined : new Map(pageData.refusals).get(ending);
}
