import { isIP } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import type { LogLine } from './log-format';

/** Fields that name whoever asked. */
const ADDRESS_FIELDS = new Set(['client_ip', 'address', 'remote_address']);
/** Fields that hold a path of this service's own addresses, not one of the disk. */
const ROUTE_FIELDS = new Set(['route', 'url']);
/** What a visitor may know of an error; its stack and its cause's stay in the file. */
const ERROR_FIELDS = ['name', 'message', 'code'] as const;

/** Folders that most paths begin with: whole, they are hidden even where a name has a space. */
const KNOWN_FOLDERS = [process.cwd(), homedir(), tmpdir()].filter((folder) => folder.length > 1);
/** `/a/b` or `C:\a\b`, of which the last name is kept; not what follows the host of a URL. */
const ABSOLUTE_PATH =
  /(?<![\w.…:/\\-])(?:[A-Za-z]:[\\/]|\/(?!api\/))(?:[^\s/\\'"`,;:()<>]+[\\/])+/g;
/** A stack that somebody has logged as text. */
const STACK_LINE = /\n {2,8}at [^\n]*/g;
const FILE_URL = /\bfile:\/\/\S+/gi;
/** Whatever may be an address; which of it is one is looked up. */
const MAYBE_ADDRESS = /(?<![\w.:])[\da-f:.]{3,45}(?![\w])/gi;

/**
 * A line as it may be shown to whoever looks at the service: without stacks, absolute paths and
 * the addresses of clients. The log file keeps them.
 *
 * @param line redacted
 */
export function visitorLine<Line extends LogLine>(line: Line): Line {
  const fields = Object.entries(line.fields).filter(([name]) => !ADDRESS_FIELDS.has(name));
  return {
    ...line,
    message: withoutPlaces(line.message),
    fields: Object.fromEntries(
      fields.map(([name, value]) => [name, ROUTE_FIELDS.has(name) ? value : visible(value)]),
    ),
  };
}

function visible(value: unknown): unknown {
  if (typeof value === 'string') return withoutPlaces(value);
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const shown = 'stack' in value ? entries.filter(isOfError) : entries;
  return Object.fromEntries(
    shown
      .filter(([name]) => !ADDRESS_FIELDS.has(name))
      .map(([name, inner]) => [name, visible(inner)]),
  );
}

function isOfError([name, value]: [string, unknown]): boolean {
  return (ERROR_FIELDS as readonly string[]).includes(name) && typeof value === 'string';
}

function withoutPlaces(text: string): string {
  return KNOWN_FOLDERS.reduce((rest, folder) => rest.replaceAll(folder, '…'), text)
    .replace(STACK_LINE, '')
    .replace(FILE_URL, '…')
    .replace(ABSOLUTE_PATH, '…/')
    .replace(MAYBE_ADDRESS, (found) => (isAddress(found) ? '[address]' : found));
}

/** With a port too: `127.0.0.1:6379`. */
function isAddress(text: string): boolean {
  const trimmed = text.replace(/[.:]$/, '');
  return isIP(trimmed) !== 0 || isIP(trimmed.replace(/:\d+$/, '')) !== 0;
}
