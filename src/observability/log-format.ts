/** A log line before it is spelled. */
export interface LogLine {
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  /** Redacted. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const COLOURS: ReadonlyMap<string, number> = new Map([
  ['error', 31],
  ['warn', 33],
  ['info', 32],
  ['debug', 90],
]);

/** One JSON object on one line. What a line is about wins over fields of the same name. */
export function jsonLine({ timestamp, level, message, fields }: LogLine): string {
  const head = { timestamp, level, message };
  return JSON.stringify({ ...head, ...fields, ...head });
}

/**
 * For people: time, level, message, `name=value`, and each error's stack below.
 *
 * @example
 * 10:22:33.123 info  GET /api/health 200  status=200 duration_ms=0.4
 */
export function textLine({ timestamp, level, message, fields }: LogLine, colours: boolean): string {
  const stacks: string[] = [];
  const pairs = Object.entries(fields).map(([name, value]) => {
    if (!hasStack(value)) return `${name}=${spell(value)}`;
    stacks.push(...stackOf(value));
    return `${name}=${spell(value.message)}`;
  });
  const name = level.padEnd(5);
  const coloured = colours ? `\u001b[${COLOURS.get(level) ?? 0}m${name}\u001b[39m` : name;
  const time = timestamp.slice(11, 23);
  const first = [`${time} ${coloured} ${printable(message)}`, pairs.join(' ')];
  return [first.filter((part) => part !== '').join('  '), ...stacks].join('\n');
}

interface LoggedError {
  readonly message: string;
  readonly stack: string;
  readonly cause?: unknown;
}

function hasStack(value: unknown): value is LoggedError {
  return typeof value === 'object' && value !== null && 'stack' in value && 'message' in value;
}

function stackOf(error: LoggedError): string[] {
  const lines = error.stack.split('\n').map((line) => `    ${printable(line.trim())}`);
  return hasStack(error.cause) ? [...lines, '    caused by', ...stackOf(error.cause)] : lines;
}

function spell(value: unknown): string {
  if (value === undefined) return 'undefined';
  const isPlainWord = typeof value === 'string' && /^[\w./:@+-]+$/.test(value);
  return isPlainWord ? value : printable(JSON.stringify(value));
}

/** What is logged must not look like another line, nor command the terminal. */
function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
