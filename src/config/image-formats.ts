/** Formats of pictures that are decoded, told apart by content. */
export const IMAGE_FORMATS = ['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff', 'bmp', 'heic'] as const;

export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** What the rest of the world calls a format. */
export interface FormatFacts {
  /** As people write it. */
  readonly name: string;
  /** Endings of file names, the usual one first. */
  readonly endings: readonly string[];
  /** As HTTP and browsers name it, the registered name first. */
  readonly mediaTypes: readonly string[];
  /** Whether an `<img>` shows it in Chromium, Firefox and Safari alike. */
  readonly isShownByBrowsers: boolean;
}

/** The one list of accepted formats: configuration, API, pages and stores all read it. */
export const FORMAT_FACTS: Readonly<Record<ImageFormat, FormatFacts>> = {
  png: {
    name: 'PNG',
    endings: ['png'],
    mediaTypes: ['image/png'],
    isShownByBrowsers: true,
  },
  jpeg: {
    name: 'JPEG',
    endings: ['jpg', 'jpeg', 'jpe', 'jfif'],
    mediaTypes: ['image/jpeg'],
    isShownByBrowsers: true,
  },
  gif: {
    name: 'GIF',
    endings: ['gif'],
    mediaTypes: ['image/gif'],
    isShownByBrowsers: true,
  },
  webp: {
    name: 'WebP',
    endings: ['webp'],
    mediaTypes: ['image/webp'],
    isShownByBrowsers: true,
  },
  avif: {
    name: 'AVIF',
    endings: ['avif'],
    mediaTypes: ['image/avif'],
    isShownByBrowsers: true,
  },
  tiff: {
    name: 'TIFF',
    endings: ['tif', 'tiff'],
    mediaTypes: ['image/tiff'],
    isShownByBrowsers: false,
  },
  bmp: {
    name: 'BMP',
    endings: ['bmp', 'dib'],
    mediaTypes: ['image/bmp', 'image/x-ms-bmp'],
    isShownByBrowsers: true,
  },
  heic: {
    name: 'HEIC',
    endings: ['heic', 'heif', 'hif'],
    mediaTypes: ['image/heic', 'image/heif'],
    isShownByBrowsers: false,
  },
};

/** The format that a name's ending stands for: `jpg` is JPEG, `tif` is TIFF. */
export const FORMAT_OF_ENDING: ReadonlyMap<string, ImageFormat> = new Map(
  IMAGE_FORMATS.flatMap((format) =>
    FORMAT_FACTS[format].endings.map((ending) => [ending, format] as const),
  ),
);

/** As HTTP names the formats, one name each. */
export const IMAGE_MEDIA_TYPES = IMAGE_FORMATS.map((format) => FORMAT_FACTS[format].mediaTypes[0]!);

/** A thumbnail is WebP; a picture that is as small as one is its own, where browsers show it. */
export const THUMBNAIL_MEDIA_TYPES = [
  FORMAT_FACTS.webp.mediaTypes[0]!,
  ...IMAGE_FORMATS.filter(
    (format) => format !== 'webp' && FORMAT_FACTS[format].isShownByBrowsers,
  ).map((format) => FORMAT_FACTS[format].mediaTypes[0]!),
];

/** `PNG, JPEG, HEIC` */
export function formatNames(formats: readonly ImageFormat[]): string {
  return formats.map((format) => FORMAT_FACTS[format].name).join(', ');
}

/** For the `accept` attribute of a file field: media types, and endings for systems that know none. */
export function acceptAttribute(formats: readonly ImageFormat[]): string {
  const facts = formats.map((format) => FORMAT_FACTS[format]);
  return [
    ...facts.flatMap(({ mediaTypes }) => mediaTypes),
    ...facts.flatMap(({ endings }) => endings.map((ending) => `.${ending}`)),
  ].join(',');
}

/** @param format as a store has it; one that is not known is its own name */
export function formatName(format: string): string {
  return factsOf(format)?.name ?? format;
}

/** @param format as a store has it; one that is not known is its own ending */
export function usualEnding(format: string): string {
  return factsOf(format)?.endings[0] ?? format;
}

/** Whether pages can show the file itself. */
export function isShownByBrowsers(format: string): boolean {
  return factsOf(format)?.isShownByBrowsers ?? false;
}

function factsOf(format: string): FormatFacts | undefined {
  const known = IMAGE_FORMATS.find((other) => other === format);
  return known && FORMAT_FACTS[known];
}
