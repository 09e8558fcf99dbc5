/** What can be done with a file that is not taken. */
type Advice = 'export' | 'develop' | 'frame' | 'convert' | 'unpack' | 'fetch' | 'none';

/** A kind of file that people take for a picture, or send among pictures. */
export interface RefusedKind {
  /** Completes the sentence "This is …". */
  readonly name: string;
  /** Endings of file names. */
  readonly endings: readonly string[];
  readonly advice: Advice;
}

const ADVICE: Readonly<Record<Advice, string>> = {
  export: 'Export the picture as PNG or JPEG, and send that.',
  develop: 'Export the photograph as JPEG from the program that opens it, and send that.',
  frame: 'Save a single picture of it as PNG or JPEG, and send that.',
  convert: 'Save it as PNG or JPEG, and send that.',
  unpack:
    'Unpack it and send the pictures; a zip or tar of labelled ones is taken as training data.',
  fetch: 'Fetch the file that it stands for with "git lfs pull", and send that.',
  none: 'Send a picture.',
};

const kind = (name: string, endings: string, advice: Advice): RefusedKind => ({
  name,
  endings: endings === '' ? [] : endings.split(' '),
  advice,
});

/** Files that are told by name; API and pages say the same of them. */
export const REFUSED_KINDS = {
  pdf: kind('a PDF', 'pdf', 'export'),
  svg: kind('an SVG (a drawing)', 'svg svgz', 'export'),
  psd: kind('a Photoshop document (PSD)', 'psd psb', 'export'),
  xcf: kind('a GIMP document (XCF)', 'xcf', 'export'),
  eps: kind('a PostScript or Illustrator document', 'eps ps ai', 'export'),
  office: kind(
    'a document of an office program',
    'doc docx ppt pptx xls xlsx odt odp ods',
    'export',
  ),
  cr2: kind('a camera’s raw file (Canon CR2)', 'cr2', 'develop'),
  cr3: kind('a camera’s raw file (Canon CR3)', 'cr3', 'develop'),
  crw: kind('a camera’s raw file (Canon CRW)', 'crw', 'develop'),
  nef: kind('a camera’s raw file (Nikon NEF)', 'nef nrw', 'develop'),
  arw: kind('a camera’s raw file (Sony ARW)', 'arw sr2 srf', 'develop'),
  dng: kind('a camera’s raw file (DNG)', 'dng', 'develop'),
  raf: kind('a camera’s raw file (Fujifilm RAF)', 'raf', 'develop'),
  orf: kind('a camera’s raw file (Olympus ORF)', 'orf', 'develop'),
  rw2: kind('a camera’s raw file (Panasonic RW2)', 'rw2', 'develop'),
  raw: kind('a camera’s raw file', 'pef srw raw 3fr iiq', 'develop'),
  video: kind('a video', 'mp4 m4v mov qt avi mkv webm mpg mpeg wmv 3gp mts m2ts flv', 'frame'),
  audio: kind('a sound recording', 'mp3 wav ogg oga flac m4a aac opus', 'none'),
  ico: kind('an icon (ICO)', 'ico cur', 'convert'),
  jp2: kind('a JPEG 2000', 'jp2 j2k jpx jpf', 'convert'),
  jxl: kind('a JPEG XL', 'jxl', 'convert'),
  pnm: kind('a portable anymap (PBM, PGM, PPM)', 'pbm pgm ppm pnm pam', 'convert'),
  exr: kind('an OpenEXR file', 'exr', 'convert'),
  hdr: kind('a Radiance file (HDR)', 'hdr', 'convert'),
  dds: kind('a texture (DDS)', 'dds', 'convert'),
  tga: kind('a Targa file (TGA)', 'tga', 'convert'),
  emf: kind('a Windows metafile', 'emf wmf', 'export'),
  dicom: kind('a DICOM file', 'dcm dicom', 'convert'),
  fits: kind('a FITS file', 'fits fit fts', 'convert'),
  archive: kind('an archive', 'zip tar tgz gz 7z rar bz2 xz', 'unpack'),
  lfs: kind('a pointer of Git LFS instead of the picture', '', 'fetch'),
  html: kind('a web page (HTML)', 'html htm', 'none'),
  text: kind('a text', 'txt md csv json xml yaml yml log ini', 'none'),
  program: kind('a program', 'exe dll so', 'none'),
} as const satisfies Readonly<Record<string, RefusedKind>>;

export type RefusedKindName = keyof typeof REFUSED_KINDS;

/** `This is a PDF, not an image of an accepted format. Export the picture as PNG or JPEG, …` */
export function refusalOf(name: RefusedKindName): string {
  const { name: what, advice } = REFUSED_KINDS[name];
  return `This is ${what}, not an image of an accepted format. ${ADVICE[advice]}`;
}

/** For pages, which refuse before they send: the sentence for each ending. */
export function refusalsByEnding(): [ending: string, refusal: string][] {
  return (Object.keys(REFUSED_KINDS) as RefusedKindName[]).flatMap((name) =>
    REFUSED_KINDS[name].endings.map((ending): [string, string] => [ending, refusalOf(name)]),
  );
}
