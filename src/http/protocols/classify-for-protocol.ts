import type { Request, Response } from 'express';
import { HttpError } from '../kit/errors/http-error';
import { passed } from '../kit/passed';
import type { Picture } from '../api/predictions/picture';
import type { Predicted, Wanted } from '../api/predictions/prediction-desk';
import type { ProtocolParts } from './protocol-parts';
import { fileTooLarge } from '../kit/reading/read-body';

/** Classifies the pictures of a request, all of them or none. */
export type ClassifyAll = (
  req: Request,
  res: Response,
  pictures: readonly Picture[],
  wanted: Wanted,
) => Promise<Predicted[]>;

/**
 * Makes what holds requests of protocols to the limits of this service's own.
 *
 * @throws {HttpError} from what is made: TOO_MANY_FILES, FILE_TOO_LARGE, RATE_LIMITED, and what
 *   {@link PredictionDesk.all} throws
 */
export function classifierForProtocol(
  parts: Pick<ProtocolParts, 'config' | 'predictions' | 'limitMany'>,
): ClassifyAll {
  const { MAX_CONTENT_LENGTH: maxBytes } = parts.config;
  return async (req, res, pictures, wanted) => {
    await countPictures(parts, req, res, pictures.length);
    for (const picture of pictures) {
      if (picture.kind === 'file' && picture.bytes.length > maxBytes) throw fileTooLarge(maxBytes);
    }
    const { trace } = res.locals;
    const predicted = await parts.predictions.all(pictures, { ...wanted, trace });
    res.locals.predictions = predicted.length;
    return predicted;
  };
}

/**
 * A request with many pictures counts for a single one, as its route says, and for a batch; it has no
 * more pictures than a batch.
 *
 * @throws {HttpError} TOO_MANY_FILES, RATE_LIMITED
 */
export async function countPictures(
  { config: { MAX_BATCH_FILES: max }, limitMany }: Pick<ProtocolParts, 'config' | 'limitMany'>,
  req: Request,
  res: Response,
  pictures: number,
): Promise<void> {
  refuseTooMany(pictures, max);
  if (pictures <= 1) return;
  await passed(limitMany, req, res);
}

/** @throws {HttpError} TOO_MANY_FILES */
export function refuseTooMany(pictures: number, max: number): void {
  if (pictures <= max) return;
  throw new HttpError('TOO_MANY_FILES', `A request has at most ${max} pictures.`);
}
