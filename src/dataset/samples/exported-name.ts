import { createHash } from 'node:crypto';
import { FORMAT_OF_ENDING, usualEnding } from '../../config/image-formats';
import { exportedLabel } from './exported-label';

/** File systems take names of 255 bytes; what makes a name unique needs some of them. */
const MAX_BYTES = 200;
const ID_DIGITS = 8;

/** The names of files in an archive of samples: as they came, as far as every system can unpack them. */
export class ExportedNames {
  /** Of folder and name, folded: systems that know no case have one file of two such names. */
  readonly #taken = new Set<string>();

  /**
   * A name that no other file of the folder has.
   *
   * @param fileName as it came, with the folders that it had in an archive
   * @param id of the sample, part of the name where another file has it already
   */
  nameOf(folder: string, fileName: string, { format, id }: { format: string; id: string }): string {
    const { stem, ending } = partsOf(fileName, format);
    const name = [
      '',
      `-${id.slice(0, ID_DIGITS)}`, // another file of the same name
      `-${id}`,
    ]
      .map((suffix) => `${shortened(stem)}${suffix}${ending}`)
      .find((candidate) => !this.#taken.has(keyOf(folder, candidate)));
    if (name === undefined) throw new Error(`sample ${id} is exported twice`);
    this.#taken.add(keyOf(folder, name));
    return name;
  }
}

/** An ending that is not one of the format gets the usual one behind it. */
function partsOf(fileName: string, format: string): { stem: string; ending: string } {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1);
  // Hidden files are read over when an archive is uploaded.
  const shown = base.startsWith('.') ? `\uff0e${base.slice(1)}` : base;
  const name = exportedLabel(shown).folder;
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1] ?? '';
  return FORMAT_OF_ENDING.get(ending.toLowerCase()) === format
    ? { stem: name.slice(0, -ending.length - 1), ending: `.${ending}` }
    : { stem: name, ending: `.${usualEnding(format)}` };
}

function shortened(stem: string): string {
  let kept = '';
  let bytes = 0;
  for (const character of stem) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    kept += character;
  }
  return kept;
}

/** Short, since there may be a million of them. */
function keyOf(folder: string, name: string): string {
  const folded = `${folder}/${name}`.normalize('NFKC').toLowerCase();
  return createHash('sha256').update(folded).digest('base64').slice(0, 16);
}
