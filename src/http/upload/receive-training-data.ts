import type { Request, Response } from 'express';
import type { UploadedFile } from '../../dataset/samples/training-upload';
import { HttpError } from '../kit/errors/http-error';
import { cleanFileName } from '../../dataset/samples/clean-file-name';
import { diskStorage } from './disk-storage';
import { missingFile, onlyFiles, uploadTooLarge } from './receive-files';
import { receiveForm, type FormField } from './receive-form';
import { uploadType } from './upload-type';

export interface TrainingDataLimits {
  readonly maxFiles: number;
  /** All files together. */
  readonly maxTotalBytes: number;
  /** Different ones. */
  readonly maxLabels: number;
}

/** A form of files and labels; the files lie on disk. */
export interface ReceivedTrainingData {
  readonly files: readonly UploadedFile[];
  /** As they were given, in order. */
  readonly labels: readonly string[];
  /** What they are for, as it was given; undefined where nothing was said. */
  readonly use: string | undefined;
}

const FIELD = 'files';
const LABEL_FIELDS: ReadonlySet<string> = new Set(['labels', 'labels[]', 'label', 'label[]']);
const USE_FIELD = 'use';
/** Other fields than labels are read over, as long as they are few. */
const MAX_OTHER_FIELDS = 8;
/** Room for a JSON list of a thousand labels. */
const MAX_FIELD_BYTES = 16 * 1024;
/** Boundaries, part headers and labels, of the whole form and of each file. */
const FORM_OVERHEAD_BYTES = 64 * 1024;
const FILE_OVERHEAD_BYTES = 1024;

/**
 * Makes a reader of forms with many `files`, streamed into a folder, and their `labels`: one field
 * each, one for all (`label` will do), or one field with a JSON list; and what they are for (`use`).
 *
 * @throws {HttpError} from the reader, a 4xx of its own for everything that is wrong with the form
 */
export function trainingDataReceiver({
  maxFiles,
  maxTotalBytes,
  maxLabels,
}: TrainingDataLimits): (
  req: Request,
  res: Response,
  folder: string,
  signal: AbortSignal,
) => Promise<ReceivedTrainingData> {
  return async (req, res, folder, signal) => {
    uploadType(
      req,
      ['multipart/form-data'],
      `images or archives in the form field "${FIELD}", with their "labels"`,
    );
    const form = await receiveForm(
      req,
      res,
      diskStorage(folder),
      {
        field: FIELD,
        maxFiles,
        maxFields: maxFiles + MAX_OTHER_FIELDS,
        maxFieldBytes: MAX_FIELD_BYTES,
        maxBodyBytes: maxTotalBytes + FORM_OVERHEAD_BYTES + maxFiles * FILE_OVERHEAD_BYTES,
        tooLarge: () => uploadTooLarge(maxTotalBytes),
      },
      { signal },
    );
    const files = await onlyFiles(form.files, ({ path }) => path);
    if (files.length === 0) throw missingFile(FIELD);
    const labels = labelsOf(form.fields);
    if (new Set(labels).size > maxLabels) {
      throw new HttpError('TOO_MANY_LABELS', `There are more than ${maxLabels} different labels.`);
    }
    return {
      files: files.map(({ originalname, path, size }) => ({
        fileName: cleanFileName(originalname),
        path,
        bytes: size,
      })),
      labels,
      use: form.fields.find(({ name }) => name === USE_FIELD)?.value,
    };
  };
}

function labelsOf(fields: readonly FormField[]): string[] {
  const given = fields.filter(({ name }) => LABEL_FIELDS.has(name)).map(({ value }) => value);
  const labels: unknown[] = given.length === 1 ? listOf(given[0]!) : given;
  if (labels.every((label) => typeof label === 'string')) return labels;
  throw new HttpError('INVALID_LABEL', 'Labels must be texts.');
}

/** A field that holds all labels as a JSON list, or one label. */
function listOf(field: string): unknown[] {
  if (!field.trimStart().startsWith('[')) return [field];
  try {
    const list = JSON.parse(field) as unknown;
    return Array.isArray(list) ? list : [field];
  } catch {
    return [field]; // a label may begin with a bracket
  }
}
