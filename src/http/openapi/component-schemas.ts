import { z } from 'zod';

/** A schema as JSON Schema 2020-12, which is what OpenAPI 3.1 takes. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a schema describes: what a client sends, or what the service answers. */
export type Direction = 'input' | 'output';

const DEFINITIONS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

/** Turns the schemas of routes into those of an API document, and collects those that have a name. */
export class ComponentSchemas {
  readonly #collected = new Map<string, string>();

  /**
   * The JSON Schema of what is sent or answered. A schema with an `id` becomes a component, and a
   * reference to it is given.
   *
   * @throws {Error} when two different schemas have the same name
   */
  of(schema: z.ZodType, direction: Direction): JsonSchema {
    const { $defs = {}, ...own } = converted(schema, direction);
    for (const [name, definition] of Object.entries($defs as Record<string, unknown>)) {
      const text = JSON.stringify(definition).replaceAll(DEFINITIONS, COMPONENTS);
      const known = this.#collected.get(name);
      if (known !== undefined && known !== text) {
        throw new Error(`two different schemas are called ${name}`);
      }
      this.#collected.set(name, text);
    }
    return parsed(JSON.stringify(own).replaceAll(DEFINITIONS, COMPONENTS));
  }

  /** Every schema with a name that was asked for, in the order of their names. */
  all(): Readonly<Record<string, JsonSchema>> {
    const byName = [...this.#collected].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(byName.map(([name, text]) => [name, parsed(text)]));
  }
}

function parsed(text: string): JsonSchema {
  return JSON.parse(text) as JsonSchema;
}

function converted(schema: z.ZodType, direction: Direction): Record<string, unknown> {
  const made: Record<string, unknown> = z.toJSONSchema(schema, {
    io: direction,
    // Only values by label are transformed where they are answered, and `override` knows those.
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const byLabel = valuesByLabel(zodSchema);
      if (byLabel !== undefined) {
        const values = converted(byLabel, direction);
        Object.assign(jsonSchema, { type: 'object', additionalProperties: values });
      }
      // Answers gain fields from release to release; a client that refuses those it does not know
      // would break each time.
      if (direction === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
      // Safe integers are what JavaScript counts with, and say nothing to a reader.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // `format` says it; the pattern is a line of digits that documents and clients only carry along.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  // An API document says for all of its schemas which dialect they are in.
  delete made.$schema;
  return made;
}

/** The schema of the values where this is one of `namedValues`, which JSON Schema has no word for. */
function valuesByLabel(schema: z.core.$ZodType): z.ZodType | undefined {
  for (let at: z.core.$ZodType = schema; at instanceof z.ZodPipe; at = at._zod.def.in) {
    const out: unknown = at._zod.def.out;
    if (out instanceof z.ZodMap) return out._zod.def.valueType as z.ZodType;
  }
  return undefined;
}
