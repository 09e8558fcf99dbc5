import type { z } from 'zod';

/** A JSON object, which the handler gets as the schema reads it. */
export interface JsonBody<Value> {
  readonly kind: 'json';
  readonly schema: z.ZodType<Value>;
  /** A whole body as a client writes it: the API's document has it, and a test sends it. */
  readonly example: unknown;
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
  readonly json?: JsonBody<unknown>;
}

/** The form of a page, which the handler reads by itself. */
export interface PageForm {
  readonly kind: 'page-form';
}

export type Body = JsonBody<unknown> | StreamedBody | PageForm;

/** @param example what a client may send; ids in it stand for those that answers give */
export function jsonBody<Value, Input>(
  schema: z.ZodType<Value, Input>,
  example: NoInfer<Input>,
): JsonBody<Value> {
  return { kind: 'json', schema, example };
}

export function streamedBody(body: Omit<StreamedBody, 'kind'>): StreamedBody {
  return { kind: 'streamed', ...body };
}

export const pageForm: PageForm = { kind: 'page-form' };
