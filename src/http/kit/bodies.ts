import type { z } from 'zod';

/** A JSON object, which the handler gets as the schema reads it. */
export interface JsonBody<Value> {
  readonly kind: 'json';
  readonly schema: z.ZodType<Value>;
}

/** A field of a multipart form. */
export interface FormPart {
  readonly name: string;
  readonly description: string;
  /** Whether the form may hold many of it. */
  readonly isMany?: boolean;
  readonly isRequired?: boolean;
  /** Whether it is text rather than a file. */
  readonly isText?: boolean;
}

/** A body that the handler reads by itself, as it arrives. */
export interface StreamedBody {
  readonly kind: 'streamed';
  /** Fields of a multipart form; none where the route takes no form. */
  readonly form: readonly FormPart[];
  /** Media types of files that may also be sent as the whole body. */
  readonly files: readonly string[];
  /** A JSON object that may be sent instead. */
  readonly json?: z.ZodType;
}

/** The form of a page, which the handler reads by itself. */
export interface PageForm {
  readonly kind: 'page-form';
}

export type Body = JsonBody<unknown> | StreamedBody | PageForm;

export function jsonBody<Value>(schema: z.ZodType<Value>): JsonBody<Value> {
  return { kind: 'json', schema };
}

export function streamedBody(body: Omit<StreamedBody, 'kind'>): StreamedBody {
  return { kind: 'streamed', ...body };
}

export const pageForm: PageForm = { kind: 'page-form' };
