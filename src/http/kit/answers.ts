import type { z } from 'zod';

/** A JSON answer, checked against its schema in tests and described by it in the API's document. */
export interface JsonAnswer<Body> {
  readonly kind: 'json';
  readonly status: number;
  readonly schema: z.ZodType<Body>;
  /** Answers of another status that are no errors in the usual shape, by status. */
  readonly others: readonly (readonly [status: number, schema: z.ZodType])[];
  /** Whether raw bytes may follow the JSON, which makes it `application/octet-stream`. */
  readonly mayHaveTail: boolean;
}

/** An answer that the handler writes by itself. */
export interface WrittenAnswer {
  readonly kind: 'file' | 'events' | 'page';
  /** What is in it, in a few words. */
  readonly description: string;
  /** Media types, the usual one first. */
  readonly types: readonly string[];
  /** Where these are events, the JSON of their data by the name of the event. */
  readonly events: readonly (readonly [name: string, schema: z.ZodType])[];
  /** Whether a client that has it already gets 304. */
  readonly isRevalidated: boolean;
}

export type Answer = JsonAnswer<unknown> | WrittenAnswer;

/**
 * The handler returns a value of the schema.
 *
 * @param others what is answered with another status, where that is no error in the usual shape
 * @param mayHaveTail whether raw bytes may follow the JSON
 */
export function json<Body>(
  schema: z.ZodType<Body>,
  {
    status = 200,
    others = [],
    mayHaveTail = false,
  }: Partial<Pick<JsonAnswer<Body>, 'status' | 'others' | 'mayHaveTail'>> = {},
): JsonAnswer<Body> {
  return { kind: 'json', status, schema, others, mayHaveTail };
}

/** The handler sends a file of one of the media types. */
export function file(
  description: string,
  types: readonly string[],
  { isRevalidated = false }: { readonly isRevalidated?: boolean } = {},
): WrittenAnswer {
  return { kind: 'file', description, types, events: [], isRevalidated };
}

/** The handler sends server-sent events until the client leaves or there is nothing more. */
export function events(
  description: string,
  byName: readonly (readonly [name: string, schema: z.ZodType])[],
): WrittenAnswer {
  const types = ['text/event-stream'];
  return { kind: 'events', description, types, events: byName, isRevalidated: false };
}

/** The handler renders a page, or redirects to one. */
export const page: WrittenAnswer = {
  kind: 'page',
  description: 'a page',
  types: ['text/html'],
  events: [],
  isRevalidated: false,
};

/** A JSON answer with a status or headers of its own, or with raw bytes behind the JSON. */
export class Reply<Body> {
  constructor(
    readonly body: Body,
    readonly options: {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent behind the JSON, as the binary tensor extension of the Open Inference Protocol has it. */
      readonly tail?: readonly Uint8Array[];
    },
  ) {}
}
