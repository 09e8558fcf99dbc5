import type { Response } from 'express';
import type { AccessNotice } from '../../dashboard/access';
import { toHttpError } from '../kit/errors/to-http-error';

/**
 * Does what a form asks for. Where that is refused, the page with the form says why.
 *
 * @param show renders the page, with a status that is set already
 */
export async function orShowWhy(
  res: Response,
  work: () => Promise<void>,
  show: (notice: AccessNotice) => void | Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { status, message, headers } = toHttpError(error);
    if (status >= 500 && status !== 503) throw error;
    res.status(status).set(headers);
    await show({ level: 'bad', words: message });
  }
}
