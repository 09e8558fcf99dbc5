import type { RequestHandler } from 'express';
import { HttpError } from '../http-error';

/**
 * Takes forms from the pages of this service alone: a page elsewhere could otherwise have its
 * visitors' browsers send one. Clients that are no browsers say nothing of where they come from,
 * and may.
 *
 * @throws {HttpError} FOREIGN_FORM
 */
export function ownFormsOnly(): RequestHandler {
  return (req, _res, next) => {
    // Browsers say it only to https and localhost; to others they name the origin.
    const site = req.get('Sec-Fetch-Site');
    const origin = req.get('Origin');
    const isOwn =
      site === undefined
        ? origin === undefined || hostOf(origin) === req.host
        : site === 'same-origin' || site === 'none';
    if (isOwn) next();
    else next(new HttpError('FOREIGN_FORM', 'This form was sent from another site.'));
  };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
