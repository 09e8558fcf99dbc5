/** A part of a form; without a file name it is a plain field. */
export interface Part {
  readonly name?: string;
  /** The raw bytes between the quotes of `filename="…"`. */
  readonly fileName?: string | Buffer;
  readonly headers?: readonly string[];
  readonly content?: string | Buffer;
}

export const BOUNDARY = 'x-boundary-x';
export const MULTIPART_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** A multipart body put together by hand, so that it can be wrong. */
export function multipartBody(parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ name, fileName, headers = [], content = '' }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data`,
    ...(name === undefined ? [] : [`; name="${name}"`]),
    ...(fileName === undefined ? [] : ['; filename="', fileName, '"']),
    ...headers.map((header) => `\r\n${header}`),
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)));
}
