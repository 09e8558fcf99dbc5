import { ExportBusyError, NotExportableError } from '../export/errors';
import { HttpError } from './http-error';
import type { ServiceState } from './service-state';

/** Says in HTTP why a version is not exported. */
export function refuseExport(error: unknown, { stopSignal }: ServiceState): never {
  if (error instanceof NotExportableError) {
    const message = `The version cannot be exported: ${error.message}.`;
    throw new HttpError('MODEL_NOT_EXPORTABLE', message, { cause: error });
  }
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
  throw error;
}
