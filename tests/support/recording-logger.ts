import type { LogFields, Logger, LogLevel } from '../../src/observability/logger';

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export interface RecordingLogger extends Logger {
  readonly lines: LogLine[];
}

/** A logger that keeps its lines for a test to read. */
export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  return { lines, ...into(lines, {}) };
}

function into(lines: LogLine[], always: LogFields): Logger {
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields: { ...always, ...fields } });
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: (fields) => into(lines, { ...always, ...fields }),
  };
}
