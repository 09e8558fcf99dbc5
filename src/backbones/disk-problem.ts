const WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it is not there'],
  ['ENOTDIR', 'it is not there'],
  ['EACCES', 'this user may not'],
  ['EPERM', 'this user may not'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EMFILE', 'too many files are open'],
  ['EISDIR', 'it is a folder'],
]);

/**
 * Why the disk does not do something, for people: what Node says of it names folders of this machine.
 *
 * @example
 * diskProblem(error); // 'the disk is full'
 */
export function diskProblem(error: unknown): string {
  const { code = 'an unknown problem' } = error as NodeJS.ErrnoException;
  return WORDS.get(code) ?? code;
}
