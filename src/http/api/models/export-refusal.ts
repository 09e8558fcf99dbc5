import { ExportBusyError, NotExportableError } from '../../../export/errors';
import { findGoodModel } from './find-model';
import { HttpError } from '../../kit/errors/http-error';
import type { HttpParts } from '../../http-parts';

/**
 * Says in HTTP why a version is not exported.
 *
 * @param version its name: it may have been deleted, or broken, since the export began
 * @throws {HttpError} that says so, or else the error itself
 */
export async function refuseExport(
  error: unknown,
  version: string,
  { catalogue, state: { stopSignal } }: Pick<HttpParts, 'catalogue' | 'state'>,
): Promise<never> {
  if (error instanceof ExportBusyError) {
    throw new HttpError('EXPORTS_BUSY', 'Other versions are being exported; try again shortly.', {
      cause: error,
      headers: { 'Retry-After': '5' },
    });
  }
  if (stopSignal.aborted) {
    throw new HttpError('SHUTTING_DOWN', 'The service is shutting down.', {
      cause: error,
      headers: { 'Retry-After': '1' },
    });
  }
  await findGoodModel(catalogue, version);
  if (error instanceof NotExportableError) {
    const message = `The version cannot be exported: ${error.message}.`;
    throw new HttpError('MODEL_NOT_EXPORTABLE', message, { cause: error });
  }
  throw error;
}
