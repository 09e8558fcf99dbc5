import { types } from 'node:util';

const SECRET_KEY =
  /authorization|cookie|passw(or)?d|passphrase|token|secret|api_?-?key|private_?-?key|credential/i;
const REDACTED = '[redacted]';
/**
 * What stands between the slashes of a URL and its host. Clients decide what is in a line, so both
 * expressions take time that grows with the length of the text, and not with its square.
 */
const CREDENTIALS = /:\/\/[^\s/?#@]*@/g;
const DATA_URL = /\bdata:[^,\s:]{0,255},[^\s"']*/gi;
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const MAX_TEXT_LENGTH = 8192;

/**
 * A copy of a value that is fit for a log line: plain JSON data, without secrets and image bytes,
 * of bounded size. Errors keep their name, message, stack, code and causes. Never throws.
 *
 * @example
 * redact({ token: 'abc', image: new Uint8Array(3072) });
 * // { token: '[redacted]', image: '[Uint8Array: 3072 bytes]' }
 */
export function redact(value: unknown): unknown {
  try {
    return copy(value, []);
  } catch (error) {
    // A getter or toJSON of the value itself.
    return `[not loggable: ${error instanceof Error ? redactText(error.message) : 'it throws'}]`;
  }
}

/** Text without the password of a URL, without the bytes of a data URL, and not too long. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text;
  return short.replace(CREDENTIALS, `://${REDACTED}@`).replace(DATA_URL, '[data URL]');
}

function copy(value: unknown, parents: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'bigint':
    case 'symbol':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'function':
      return `[function ${value.name}]`;
    case 'object':
      return value === null ? null : copyObject(value, parents);
    default:
      return value;
  }
}

function copyObject(value: object, parents: readonly object[]): unknown {
  if (parents.includes(value)) return '[circular]';
  if (parents.length >= MAX_DEPTH) return '[too deep]';
  const inside = [...parents, value];
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
    return `[${value.constructor.name}: ${value.byteLength} bytes]`;
  }
  if (types.isNativeError(value) || value instanceof Error) return copyError(value, inside);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? String(value) : value.toJSON();
  if (value instanceof URL) return redactText(value.href);
  if (types.isMap(value)) return copyFields(value, inside);
  if (types.isSet(value)) return copyItems([...value], inside);
  if (Array.isArray(value)) return copyItems(value, inside);
  return copyFields(Object.entries(value), inside);
}

function copyError(error: Error, parents: readonly object[]): unknown {
  const { name, message, stack, cause } = error;
  const errors =
    'errors' in error && Array.isArray(error.errors)
      ? { errors: copyItems(error.errors, parents) }
      : {};
  return {
    name,
    message: redactText(message),
    ...(copyFields(Object.entries(error), parents) as object),
    ...errors,
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: copy(cause, parents) }),
  };
}

function copyItems(items: readonly unknown[], parents: readonly object[]): unknown[] {
  const copies = items.slice(0, MAX_ITEMS).map((item) => copy(item, parents));
  return items.length > MAX_ITEMS ? [...copies, `[${items.length - MAX_ITEMS} more]`] : copies;
}

function copyFields(
  fields: Iterable<readonly [unknown, unknown]>,
  parents: readonly object[],
): unknown {
  const copies: [string, unknown][] = [];
  for (const [key, value] of fields) {
    if (copies.length >= MAX_ITEMS) break;
    const name = String(key);
    copies.push([name, SECRET_KEY.test(name) ? REDACTED : copy(value, parents)]);
  }
  return Object.fromEntries(copies);
}
