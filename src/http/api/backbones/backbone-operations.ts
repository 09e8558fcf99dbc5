import type { Request, Response } from 'express';
import {
  ADD_OPTIONS,
  AddOptionError,
  readAddOptions,
  type WrittenOptions,
} from '../../../backbones/read-options';
import type { AddOptions } from '../../../backbones/add';
import type { Configuration } from '../../../config/load';
import { plainIssue, describeIssue } from '../../../config/plain-issue';
import { backbonesAnswer } from './backbone-answer';
import { clientSignal } from '../../kit/client-signal';
import { HttpError } from '../../kit/errors/http-error';
import { backboneOptionsSchema, type RemovedBackboneAnswer } from './backbones-schema';
import type { JobDesk } from '../../../jobs/job-desk';
import type { UploadGate } from '../../upload/upload-gate';
import { receiveNetwork } from '../../upload/receive-backbone';
import type { FormField } from '../../upload/receive-form';
import type { BackboneParts } from './backbone-parts';

export interface BackboneOperationsParts extends Pick<BackboneParts, 'backbones' | 'catalogue'> {
  readonly config: Pick<Configuration, 'UPLOAD_TIMEOUT_MS' | 'MAX_BACKBONE_CONTENT_LENGTH'>;
  readonly jobs: Pick<JobDesk, 'latest' | 'isRetraining'>;
  readonly uploads: Pick<UploadGate, 'receive'>;
}

/** What changes which backbones there are; each throws an HttpError or BackboneError that says why it cannot. */
export interface BackboneOperations {
  /**
   * Starts adding a network by its name or address.
   *
   * @param source a name of the catalogue, or `hf:…`; never a path
   */
  addNamed(source: string, options: WrittenOptions): Promise<void>;
  /** Receives a form with a file, and starts adding what is in it. */
  addFile(req: Request, res: Response): Promise<void>;
  cancel(): void;
  remove(name: string): Promise<RemovedBackboneAnswer>;
}

/** What an addition is called while its file has not come. */
const A_FILE = 'a file';

export function backboneOperations(parts: BackboneOperationsParts): BackboneOperations {
  const { backbones, config, jobs, uploads } = parts;

  return {
    async addNamed(source, written) {
      const options = optionsOf(written);
      const seat = backbones.begin(source);
      try {
        seat.start({ kind: 'named', text: source }, options);
      } finally {
        await seat.leave();
      }
    },

    async addFile(req, res) {
      // First: whoever has to wait must not send half a gigabyte to be told so.
      const seat = backbones.begin(A_FILE);
      const deadline = AbortSignal.timeout(config.UPLOAD_TIMEOUT_MS);
      const signal = AbortSignal.any([clientSignal(res), deadline, seat.signal]);
      try {
        const folder = await seat.receivingFolder();
        const announced = Number(req.get('Content-Length') ?? 0);
        const turn = await uploads.receive(announced, signal, folder);
        try {
          const { path, fileName, fields } = await receiveNetwork(
            req,
            res,
            folder,
            config.MAX_BACKBONE_CONTENT_LENGTH,
            { signal, onProgress: (bytes) => seat.received(bytes, announced || undefined) },
          );
          seat.start({ kind: 'file', path, fileName }, optionsOf(writtenIn(fields)));
        } finally {
          turn.leave();
        }
      } catch (error) {
        if (!seat.signal.aborted) throw error;
        throw new HttpError('UPLOAD_ABORTED', 'Adding the network was cancelled.', {
          cause: error,
        });
      } finally {
        await seat.leave();
      }
    },

    cancel() {
      if (backbones.cancel()) return;
      throw new HttpError('NO_BACKBONE_ADDING', 'No network is being added.');
    },

    async remove(name) {
      const { backbones: all, broken } = await backbonesAnswer(parts);
      const found = [...all, ...broken].find((backbone) => backbone.name === name);
      if (found === undefined) throw notFound();
      const job = await jobs.latest();
      if (job?.settings.backbone === name && (await jobs.isRetraining())) {
        const message = 'This network cannot be removed now: a retraining is under way with it.';
        throw new HttpError('BACKBONE_IN_USE', message);
      }
      if (!(await backbones.remove(name))) throw notFound();
      const { versions } = found;
      const rest =
        versions.length === 0 ? '' : ' Versions on it have its network and go on working.';
      return { message: `${name} is removed.${rest}`, name, versions };
    },
  };
}

function notFound(): HttpError {
  return new HttpError('BACKBONE_NOT_FOUND', 'There is no backbone of this name.');
}

/** @throws {HttpError} INVALID_BODY */
function optionsOf(written: WrittenOptions): AddOptions {
  try {
    return readAddOptions(written);
  } catch (error) {
    if (!(error instanceof AddOptionError)) throw error;
    throw new HttpError('INVALID_BODY', `${error.message}.`, { cause: error });
  }
}

/**
 * The options among a form's fields; browsers send those that nobody filled in as empty texts.
 *
 * @throws {HttpError} UNEXPECTED_FIELD or INVALID_BODY
 */
export function writtenIn(fields: readonly FormField[]): WrittenOptions {
  const known: readonly string[] = ADD_OPTIONS;
  const odd = fields.find(({ name }) => !known.includes(name));
  if (odd !== undefined) {
    throw new HttpError(
      'UNEXPECTED_FIELD',
      `${JSON.stringify(odd.name)} is not known here; ${ADD_OPTIONS.join(', ')} are.`,
    );
  }
  const filled = fields.filter(({ value }) => value.trim() !== '');
  const twice = filled.find(
    ({ name }, i) => filled.findIndex((other) => other.name === name) !== i,
  );
  if (twice !== undefined) {
    throw new HttpError('INVALID_BODY', `${twice.name} is there twice.`);
  }
  const options = Object.fromEntries(
    ADD_OPTIONS.map((option) => [option, filled.find(({ name }) => name === option)?.value]),
  );
  const result = backboneOptionsSchema.safeParse(options, { error: plainIssue });
  if (result.success) return result.data;
  throw new HttpError('INVALID_BODY', describeIssue(result.error), { cause: result.error });
}
