import { AccessError } from '../../../auth/access-error';
import { PasswordsBusyError } from '../../../auth/passwords';
import { BackboneError, type BackboneProblem } from '../../../backbones/backbone-error';
import { ClassExistsError, ClassNotFoundError } from '../../../dataset/samples/class-errors';
import { LabelError } from '../../../dataset/samples/label';
import {
  ImageNotKeptError,
  PredictionNotFoundError,
} from '../../../dataset/samples/prediction-feedback';
import { TooManyClassesError } from '../../../dataset/samples/too-many-classes-error';
import { ImageError } from '../../../imaging/image-error';
import { PixelBudgetError } from '../../../imaging/pixel-budget';
import { ClosedError, DeadlineError, QueueFullError } from '../../../inference/errors';
import { InvalidCursorError } from '../../../store/invalid-cursor-error';
import { AdditionRunningError } from '../../../jobs/backbone-desk';
import type { ErrorCode } from './error-status';
import { HttpError } from './http-error';
import { storageProblem } from './storage-problem';

const RETRY_SOON = { 'Retry-After': '1' };

const BACKBONE_CODES: Readonly<Record<Exclude<BackboneProblem, 'storage'>, ErrorCode>> = {
  refused: 'BACKBONE_REFUSED',
  unknown: 'BACKBONE_NOT_FOUND',
  exists: 'BACKBONE_EXISTS',
  broken: 'BACKBONE_BROKEN',
  unreachable: 'BACKBONE_UNREACHABLE',
  'switched-off': 'BACKBONE_DOWNLOADS_OFF',
  interrupted: 'BACKBONE_INTERRUPTED',
};

/** Says in HTTP what went wrong in another room. What is not known is a 500 that says nothing. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof ImageError)
    return new HttpError(error.code, error.message, { cause: error });
  if (error instanceof PixelBudgetError) {
    return new HttpError('TOO_MANY_PIXELS', error.message, { cause: error });
  }
  if (error instanceof LabelError) {
    return new HttpError('INVALID_LABEL', error.message, { cause: error });
  }
  if (error instanceof TooManyClassesError) {
    return new HttpError('TOO_MANY_CLASSES', error.message, { cause: error });
  }
  if (error instanceof ClassNotFoundError) {
    return new HttpError('CLASS_NOT_FOUND', error.message, { cause: error });
  }
  if (error instanceof ClassExistsError) {
    return new HttpError('CLASS_EXISTS', error.message, { cause: error });
  }
  if (error instanceof PredictionNotFoundError) {
    return new HttpError('PREDICTION_NOT_FOUND', 'There is no prediction with this id.', {
      cause: error,
    });
  }
  if (error instanceof ImageNotKeptError) {
    return new HttpError('IMAGE_NOT_KEPT', 'The image of this prediction is not kept.', {
      cause: error,
    });
  }
  if (error instanceof InvalidCursorError) {
    return new HttpError('INVALID_CURSOR', 'The cursor is not one this service gave.', {
      cause: error,
    });
  }
  if (error instanceof AccessError) {
    return new HttpError(error.code, error.message, { cause: error });
  }
  if (error instanceof PasswordsBusyError) {
    const message = 'Too many people sign in at this moment; try again shortly.';
    return new HttpError('SIGN_IN_BUSY', message, { cause: error, headers: RETRY_SOON });
  }
  if (error instanceof BackboneError) return ofBackbone(error);
  if (error instanceof AdditionRunningError) {
    const message =
      'A network is being added already; GET /api/backbones/adding says how far it is.';
    return new HttpError('BACKBONE_ADDING', message, { cause: error });
  }
  if (error instanceof QueueFullError) {
    return new HttpError('QUEUE_FULL', 'The service is busy; try again shortly.', {
      cause: error,
      headers: RETRY_SOON,
    });
  }
  if (error instanceof DeadlineError) {
    return new HttpError('DEADLINE_EXCEEDED', 'The prediction took too long.', { cause: error });
  }
  if (error instanceof ClosedError) {
    return new HttpError('SHUTTING_DOWN', 'The service is shutting down.', {
      cause: error,
      headers: RETRY_SOON,
    });
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new HttpError('DEADLINE_EXCEEDED', 'The request took too long.', { cause: error });
  }
  const trouble = storageProblem(error);
  if (trouble !== undefined) return trouble;
  if (statusOf(error) === 400) {
    // Express: a path that is no valid percent-encoding.
    return new HttpError('MALFORMED_URL', 'The URL is malformed.', { cause: error });
  }
  return new HttpError('INTERNAL_ERROR', 'Something went wrong on our side.', { cause: error });
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error
    ? error.status
    : undefined;
}

/** What the disk says names folders of the machine, and stays in the log. */
function ofBackbone(error: BackboneError): HttpError {
  const { problem, message } = error;
  if (problem !== 'storage')
    return new HttpError(BACKBONE_CODES[problem], message, { cause: error });
  return (
    storageProblem(error) ??
    new HttpError('STORAGE_BROKEN', 'The folder of backbones cannot be used.', {
      cause: error,
      headers: { 'Retry-After': '60' },
    })
  );
}
