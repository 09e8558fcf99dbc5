/** A version cannot be exported as it is; the message says why, and names no path. */
export class NotExportableError extends Error {
  override readonly name = 'NotExportableError';
}

/** Too many exports wait already. */
export class ExportBusyError extends Error {
  override readonly name = 'ExportBusyError';

  constructor() {
    super('Other versions are being exported');
  }
}

/** An export went wrong or took too long; what is in the message is for the log. */
export class ExportFailedError extends Error {
  override readonly name = 'ExportFailedError';
}
