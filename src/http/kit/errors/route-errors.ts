import type { ErrorCode } from './error-codes';
import type { Route } from '../route';

/** What any request may be answered with, whatever it asks for. */
export const SHARED_ERRORS: readonly ErrorCode[] = [
  'MALFORMED_URL',
  'ADDRESS_NOT_ALLOWED',
  'KEY_IN_ADDRESS',
  'UNKNOWN_HOST',
  'REQUEST_TIMEOUT',
  'HEADERS_TOO_LARGE',
  'BAD_REQUEST',
  'INTERNAL_ERROR',
  'IDENTITY_PROVIDER_UNREACHABLE',
  'SHUTTING_DOWN',
  'TOO_MANY_CONNECTIONS',
  'OUT_OF_RESOURCES',
  'STORAGE_BUSY',
  'STORAGE_READ_ONLY',
  'STORAGE_BROKEN',
  'STORAGE_FULL',
  'DEADLINE_EXCEEDED',
];

const BODY_ERRORS: readonly ErrorCode[] = [
  'UNSUPPORTED_MEDIA_TYPE',
  'UNSUPPORTED_ENCODING',
  'UPLOAD_ABORTED',
];
const JSON_ERRORS: readonly ErrorCode[] = ['INVALID_JSON', 'INVALID_BODY', 'BODY_TOO_LARGE'];
const FORM_ERRORS: readonly ErrorCode[] = [
  'MALFORMED_MULTIPART',
  'MISSING_FILE',
  'UNEXPECTED_FIELD',
  'TOO_MANY_FILES',
  'TOO_MANY_FIELDS',
  'TOO_MANY_PARTS',
  'FIELD_TOO_LARGE',
  'EMPTY_FILE',
  'TRUNCATED_UPLOAD',
  'FILE_TOO_LARGE',
  'UPLOAD_TOO_LARGE',
  'UPLOADS_BUSY',
];

/** Every code that a route may answer with, but those that all routes share. */
export function errorsOf(route: Route): ReadonlySet<ErrorCode> {
  const { method, scope, limit, query, body, answer, errors } = route;
  const codes = new Set<ErrorCode>(errors);
  const add = (more: readonly ErrorCode[]): void => more.forEach((code) => codes.add(code));
  if (method !== 'get') add(['FOREIGN_FORM']);
  if (scope !== 'public') add(['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED']);
  if (limit !== 'none') add(['RATE_LIMITED']);
  if (query !== undefined) add(['INVALID_QUERY']);
  if (body !== undefined) add(BODY_ERRORS);
  if (body?.kind === 'json' || (body?.kind === 'streamed' && body.json !== undefined)) {
    add(JSON_ERRORS);
  }
  if (body?.kind === 'page-form') add(['BODY_TOO_LARGE']);
  if (body?.kind === 'streamed') add(FORM_ERRORS);
  if (answer.kind === 'events') add(['TOO_MANY_STREAMS', 'TOO_MANY_STREAMS_OF_CLIENT']);
  return codes;
}
