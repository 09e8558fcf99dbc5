/** What is known beside the message: numbers, names, ids, `error`. Redacted before it is written. */
export type LogFields = Readonly<Record<string, unknown>>;

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/**
 * How the rest of the service logs. A message is a short sentence without values; what varies goes
 * into the fields. No method throws.
 *
 * @example
 * logger.error('request failed', { request_id: id, error });
 */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}
