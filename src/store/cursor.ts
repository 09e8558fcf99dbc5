import { InvalidCursorError } from './invalid-cursor-error';

/** A place in the history: just after this prediction, on the way from new to old. */
export interface Position {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly id: string;
}

/** A place among predictions by uncertainty: just after this one. */
export interface UncertainPosition {
  /** 0-1 */
  readonly confidence: number;
  readonly id: string;
}

const UNCERTAIN_CURSOR = /^u:([\d.e+-]{1,30}):([\x21-\x7e]{1,64})$/;
const CURSOR = /^(\d{1,15}):([\x21-\x7e]{1,64})$/;

/** A position as an opaque text that is safe in a URL. */
export function encodeCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt}:${id}`).toString('base64url');
}

/** @throws {InvalidCursorError} unless the text is one that {@link encodeCursor} gives */
export function decodeCursor(cursor: string): Position {
  const [, createdAt, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt !== undefined && id !== undefined) {
    const position = { createdAt: Number(createdAt), id };
    // Decoding base64url skips what it does not know: only the canonical spelling is ours.
    if (encodeCursor(position) === cursor) return position;
  }
  throw new InvalidCursorError('The cursor is not one this store gave.');
}

/** A position as an opaque text that is safe in a URL. */
export function encodeUncertainCursor({ confidence, id }: UncertainPosition): string {
  return Buffer.from(`u:${confidence}:${id}`).toString('base64url');
}

/** @throws {InvalidCursorError} unless the text is one that {@link encodeUncertainCursor} gives */
export function decodeUncertainCursor(cursor: string): UncertainPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, confidence, id] = UNCERTAIN_CURSOR.exec(text) ?? [];
  if (confidence !== undefined && id !== undefined) {
    const position = { confidence: Number(confidence), id };
    if (encodeUncertainCursor(position) === cursor) return position;
  }
  throw new InvalidCursorError('The cursor is not one this store gave.');
}
