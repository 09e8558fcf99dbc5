import { labelKey } from './label';

/** What Windows takes in no folder's name. */
const RESERVED = /[<>:"|?*]/g;
/** Names of devices of Windows, with any ending. */
const DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3])(?:[ .]|$)/i;
/** A hyphen begins an option of a command, and a tilde the home of a user. */
const SPECIAL_START = /^[-~]/;
/** Folders that are read over when an archive is uploaded. */
const LITTER = /^(?:__macosx|thumbs\.db|desktop\.ini)$/i;
const TO_FULL_WIDTH = 0xfee0;
const COMMENT_START = 'label: ';
/** More than the comment of any label has. */
const MOST_CHARACTERS = 200;

/** How a label stands in an archive of samples. */
export interface ExportedLabel {
  /**
   * A folder that every system can unpack, and whose name folds to the same key as the label: what
   * a system does not take is written in full width.
   */
  readonly folder: string;
  /** The comment of each entry in the folder: the label, where the folder has another name. */
  readonly comment: string;
}

/**
 * @example
 * exportedLabel('con'); // { folder: 'ｃon', comment: 'label: con' }
 */
export function exportedLabel(label: string): ExportedLabel {
  let folder = label.replace(RESERVED, fullWidth);
  if (DEVICE.test(folder) || SPECIAL_START.test(folder) || LITTER.test(folder)) {
    folder = fullWidth(folder[0]!) + folder.slice(1);
  }
  if (folder.endsWith('.')) folder = folder.slice(0, -1) + fullWidth('.');
  return { folder, comment: folder === label ? '' : `${COMMENT_START}${label}` };
}

/**
 * The label of an entry that an export has written: that of the folder, as the comment spells it. A
 * comment cannot make another label of a folder.
 */
export function importedLabel(folder: string, comment: string): string {
  if (!comment.startsWith(COMMENT_START) || comment.length > MOST_CHARACTERS) return folder;
  const label = comment.slice(COMMENT_START.length);
  return labelKey(label) === labelKey(folder) ? label : folder;
}

function fullWidth(character: string): string {
  return String.fromCodePoint(character.codePointAt(0)! + TO_FULL_WIDTH);
}
