import type { Request, Response } from 'express';
import { cleanFileName } from '../../dataset/samples/clean-file-name';
import { HttpError } from '../kit/errors/http-error';
import { diskStorage } from './disk-storage';
import { fileTooLarge } from '../kit/reading/read-body';
import { missingFile, onlyFiles } from './receive-files';
import { receiveForm, type FormField, type FormResources } from './receive-form';

const FIELD = 'file';
const MAX_FIELDS = 16;
const MAX_FIELD_BYTES = 1024;
/** Boundaries, part headers and fields. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/** A network as it came: untrusted bytes in a file. */
export interface ReceivedNetwork {
  readonly path: string;
  /** Cleaned. */
  readonly fileName: string;
  readonly fields: readonly FormField[];
}

/**
 * Reads a form that brings a network in the field `file`, streamed into a folder.
 *
 * @throws {HttpError} a 4xx of its own for everything that is wrong with the form
 */
export async function receiveNetwork(
  req: Request,
  res: Response,
  folder: string,
  maxBytes: number,
  resources: FormResources,
): Promise<ReceivedNetwork> {
  const form = await receiveForm(
    req,
    res,
    diskStorage(folder),
    {
      field: FIELD,
      maxFiles: 1,
      maxFields: MAX_FIELDS,
      maxFieldBytes: MAX_FIELD_BYTES,
      maxBodyBytes: maxBytes + FORM_OVERHEAD_BYTES,
      tooLarge: () => fileTooLarge(maxBytes),
    },
    resources,
  );
  const [file] = await onlyFiles(form.files, ({ path }) => path);
  if (file === undefined) throw missingFile(FIELD);
  if (file.size > maxBytes) throw fileTooLarge(maxBytes);
  if (file.size === 0) throw new HttpError('EMPTY_FILE', 'The file is empty.');
  return {
    path: file.path,
    fileName: cleanFileName(file.originalname),
    fields: form.fields,
  };
}
