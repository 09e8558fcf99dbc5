import type { Request, Response } from 'express';
import type { Configuration } from '../../../config/load';
import { counted } from '../../../config/counted';
import { refusedArchive } from '../../../dataset/samples/archive/refused-archive';
import { LabelReader } from '../../../dataset/samples/label-reader';
import {
  addUploads,
  findArchives,
  withLabels,
  type UploadOutcome,
} from '../../../dataset/samples/training-upload';
import { PixelBudget } from '../../../imaging/pixel-budget';
import type { AdmittedPlace } from '../../upload/admission-line';
import { clientSignal } from '../../kit/client-signal';
import { inUploadFolder } from '../../../dataset/samples/upload-folders';
import { HttpError } from '../../kit/errors/http-error';
import type { SaveUpload } from '../../rate-limit/limit-uploads';
import { sampleUseSchema, type TrainingUploadAnswer } from './samples-schema';
import type { UploadGate } from '../../upload/upload-gate';
import {
  trainingDataReceiver,
  type ReceivedTrainingData,
} from '../../upload/receive-training-data';
import type { LabellingParts } from './labelling-parts';

export interface SaveTrainingDataParts extends Pick<LabellingParts, 'labelledData' | 'newId'> {
  readonly config: Configuration;
  readonly uploads: UploadGate;
}

/** Makes a function that saves the labelled images of a form, and tells what became of each file. */
export function saveTrainingData({
  config,
  labelledData,
  uploads: gate,
  newId,
}: SaveTrainingDataParts): SaveUpload<TrainingUploadAnswer> {
  const { collection, samples, uploadFolder } = labelledData;
  const receive = trainingDataReceiver({
    maxFiles: config.MAX_UPLOAD_FILES,
    maxTotalBytes: config.MAX_UPLOAD_CONTENT_LENGTH,
    maxLabels: config.MAX_UPLOAD_LABELS,
  });
  const limits = {
    maxFiles: config.MAX_ARCHIVE_FILES,
    maxBytes: config.MAX_ARCHIVE_CONTENT_LENGTH,
    maxRatio: config.MAX_ARCHIVE_RATIO,
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxLabels: config.MAX_UPLOAD_LABELS,
  };

  /** @throws {HttpError} TOO_MANY_SAMPLES when no more may come */
  async function roomForSamples(): Promise<number> {
    const counts = await samples.count(0);
    const kept = counts.reduce((sum, { samples: ofLabel }) => sum + ofLabel, 0);
    if (kept < config.MAX_SAMPLES) return config.MAX_SAMPLES - kept;
    throw new HttpError(
      'TOO_MANY_SAMPLES',
      `There are ${kept} labelled images already, and no more are kept; delete some first.`,
    );
  }

  /** Receives the files into the folder, then adds them: each in its turn. */
  async function saveInFolder(
    req: Request,
    res: Response,
    folder: string,
    turn: AdmittedPlace,
    signal: AbortSignal,
  ): Promise<UploadOutcome[]> {
    const labels = new LabelReader(samples);
    const received = await receive(req, res, folder, signal);
    const isTest = isForTest(received.use ?? req.query.use);
    const uploads = await labelled(received, labels);
    turn.leave();
    const bytes = received.files.reduce((sum, file) => sum + file.bytes, 0);
    const addingTurn = await gate.add(signal);
    try {
      return await addUploads(uploads, {
        collection,
        labels,
        limits,
        budget: new PixelBudget(config.MAX_REQUEST_PIXELS, bytes),
        maxNew: await roomForSamples(),
        isTest,
        signal,
      });
    } finally {
      addingTurn.leave();
    }
  }

  return async (req, res) => {
    const deadline = AbortSignal.timeout(config.UPLOAD_TIMEOUT_MS);
    const signal = AbortSignal.any([clientSignal(res), deadline]);
    const turn = await gate.receive(Number(req.get('Content-Length') ?? 0), signal);
    try {
      await roomForSamples();
      const outcomes = await inUploadFolder(uploadFolder, newId(), (folder) =>
        saveInFolder(req, res, folder, turn, signal),
      );
      return answerOf(outcomes);
    } finally {
      turn.leave();
    }
  };
}

/** @throws {HttpError} INVALID_BODY for a use that there is not */
function isForTest(use: unknown): boolean {
  const given = sampleUseSchema.safeParse(use ?? 'train');
  if (given.success) return given.data === 'test';
  throw new HttpError('INVALID_BODY', 'use must be "train" or "test".');
}

async function labelled(
  { files, labels }: ReceivedTrainingData,
  reader: LabelReader,
): Promise<NonNullable<ReturnType<typeof withLabels>>> {
  const found = await findArchives(files);
  const isWithout = labels.every((label) => label.trim() === '');
  if (isWithout) await refuseStrangeArchives(found);
  // A form's empty field: archives bring their own labels, and need none.
  const isBlank = labels.length === 1 && labels[0]!.trim() === '';
  const given = isBlank && found.every(({ archive }) => archive !== undefined) ? [] : labels;
  if (given.length === 1) await reader.read(given[0]!); // it is for all files, so nothing is right without
  const uploads = withLabels(found, given);
  if (uploads !== undefined) return uploads;
  throw new HttpError(
    'LABEL_COUNT_MISMATCH',
    `There ${files.length === 1 ? 'is' : 'are'} ${counted(files.length, 'file')} and ` +
      `${counted(labels.length, 'label')}; send one label for each ` +
      'file, in the order of the files, or one for all.',
  );
}

/**
 * Whoever sends an archive without labels expects that it brings them: it is said what the file is
 * rather than how many labels are missing.
 */
async function refuseStrangeArchives(
  found: Awaited<ReturnType<typeof findArchives>>,
): Promise<void> {
  for (const { file, archive } of found) {
    if (archive !== undefined) continue;
    const what = await refusedArchive(file.path, file.fileName);
    if (what === undefined) continue;
    throw new HttpError(
      'LABEL_COUNT_MISMATCH',
      `${file.fileName} is ${what}. Send a zip, tar or tar.gz in which the pictures of each label ` +
        'lie in a folder of its name.',
    );
  }
}

function answerOf(outcomes: readonly UploadOutcome[]): TrainingUploadAnswer {
  const saved = outcomes.filter((file) => 'outcome' in file);
  const bad = outcomes.filter((file) => 'reason' in file);
  const skipped = outcomes.filter((file) => 'skipped' in file);
  const count = (outcome: string): number =>
    saved.filter((file) => file.outcome === outcome).length;
  const counts = {
    new: count('new'),
    unchanged: count('unchanged'),
    relabelled: count('relabelled'),
    moved: count('moved'),
  };
  return {
    message:
      `Saved ${saved.length} of ${counted(outcomes.length - skipped.length, 'file')}: ${counts.new} new, ` +
      `${counts.relabelled} relabelled, ${counts.unchanged} unchanged.`,
    files_saved: saved.length,
    ...counts,
    files: saved.map(({ fileName, label, id, outcome, split, previousLabel }) => ({
      filename: fileName,
      label,
      id,
      outcome,
      split,
      previous_label: previousLabel,
    })),
    errors: bad.map(({ fileName, reason, isTooMany = false }) => ({
      filename: fileName,
      error: reason,
      ...(isTooMany && { code: 'TOO_MANY_CLASSES' as const }),
    })),
    skipped: skipped.map(({ fileName, skipped: reason }) => ({ filename: fileName, reason })),
  };
}
