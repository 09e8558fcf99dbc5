import type { Direction, JsonSchema } from './component-schemas';
import type { ApiDocument, Operation } from './document';

type Json = Readonly<Record<string, unknown>>;

/** What is compared, and where in the document it stands. */
interface Place {
  readonly words: string;
  readonly direction: Direction;
  /** References that are being followed, so that a schema that holds itself ends. */
  readonly within: ReadonlySet<string>;
}

/** Bounds of values, and whether a larger one lets more through. */
const BOUNDS = [
  ['minimum', false],
  ['minLength', false],
  ['minItems', false],
  ['maximum', true],
  ['maxLength', true],
  ['maxItems', true],
] as const;

/**
 * What a client that was written for one description of the API would trip over in another: an operation
 * that is gone, something that has to be sent now or may not be sent any more, and something that is not
 * answered any more or looks otherwise. A new field, operation or word of a list of answers is none.
 *
 * @returns sentences, in the order of the older document; none where every old client goes on working
 */
export function breakingChanges(before: ApiDocument, after: ApiDocument): string[] {
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const words = `${method.toUpperCase()} ${path}`;
      const now = at(at(after.paths, path), method) as Operation | undefined;
      if (now === undefined) return [`${words} is gone`];
      return new Comparison(before, after).operations(words, operation, now);
    }),
  );
}

class Comparison {
  constructor(
    private readonly before: ApiDocument,
    private readonly after: ApiDocument,
  ) {}

  operations(words: string, before: Operation, after: Operation): string[] {
    return [
      ...this.#parameters(words, before, after),
      ...this.#bodies(words, before.requestBody as Json, after.requestBody as Json),
      ...this.#answers(words, before.responses, after.responses),
    ];
  }

  #parameters(words: string, before: Operation, after: Operation): string[] {
    const byName = (operation: Operation): Map<string, Json> =>
      new Map(
        ((operation.parameters ?? []) as Json[]).map((one) => [
          `${String(one.in)} ${String(one.name)}`,
          one,
        ]),
      );
    const [known, now] = [byName(before), byName(after)];
    const added = [...now].flatMap(([name, { required }]) =>
      required === true && known.get(name)?.required !== true
        ? [`${words}: the parameter ${name} has to be sent`]
        : [],
    );
    const changed = [...known].flatMap(([name, { schema }]) => {
      const there = now.get(name);
      if (there === undefined) return [`${words}: the parameter ${name} is gone`];
      const place = placeOf(`${words}: the parameter ${name}`, 'input');
      return this.#schemas(place, schema as JsonSchema, there.schema as JsonSchema);
    });
    return [...added, ...changed];
  }

  #bodies(words: string, before: Json | undefined, after: Json | undefined): string[] {
    const place = placeOf(`${words}: the body`, 'input');
    const isNeeded = after?.required === true && before?.required !== true;
    return [
      ...(isNeeded ? [`${place.words} has to be sent`] : []),
      ...(before === undefined ? [] : this.#contents(place, before.content, after?.content)),
    ];
  }

  #answers(words: string, before: Json, after: Json): string[] {
    return Object.entries(before).flatMap(([status, answer]) => {
      const place = placeOf(`${words}: the answer with status ${status}`, 'output');
      const isGood = status.startsWith('2');
      const now = at(after, status) as Json | undefined;
      if (now === undefined) return isGood ? [`${place.words} is gone`] : [];
      return isGood ? this.#contents(place, (answer as Json).content, now.content) : [];
    });
  }

  #contents(place: Place, before: unknown, after: unknown): string[] {
    return Object.entries((before ?? {}) as Json).flatMap(([type, content]) => {
      const now = at(after, type) as Json | undefined;
      if (now === undefined) return [`${place.words} is never ${type} any more`];
      const { schema } = content as Json;
      return schema === undefined
        ? []
        : this.#schemas(place, schema as JsonSchema, (now.schema ?? {}) as JsonSchema);
    });
  }

  #schemas(place: Place, before: JsonSchema, after: JsonSchema): string[] {
    const reference = `${String(before.$ref)} ${String(after.$ref)}`;
    if (before.$ref !== undefined && place.within.has(reference)) return [];
    const inside = { ...place, within: new Set([...place.within, reference]) };
    const [old, now] = [resolved(this.before, before), resolved(this.after, after)];
    return [
      ...types(inside, old, now),
      ...words(inside, old, now),
      ...(place.direction === 'input' ? bounds(inside, old, now) : []),
      ...this.#properties(inside, old, now),
      ...this.#parts(inside, old, now),
    ];
  }

  #properties(place: Place, before: JsonSchema, after: JsonSchema): string[] {
    const [old, now] = [recordOf(before.properties), recordOf(after.properties)];
    const [wasRequired, isRequired] = [listOf(before.required), listOf(after.required)];
    const gone = Object.entries(old).flatMap(([name, schema]) => {
      const inside = { ...place, words: `${place.words}, field ${name}` };
      const there = at(now, name) as JsonSchema | undefined;
      if (there === undefined) return [`${inside.words}, is gone`];
      return this.#schemas(inside, schema as JsonSchema, there);
    });
    const needed = isRequired.filter((name) => !wasRequired.includes(name));
    const missing = wasRequired.filter(
      (name) => !isRequired.includes(name) && Object.hasOwn(now, String(name)),
    );
    return [
      ...gone,
      ...(place.direction === 'input'
        ? needed.map((name) => `${place.words}, field ${String(name)}, has to be sent`)
        : missing.map((name) => `${place.words}, field ${String(name)}, may be missing`)),
    ];
  }

  /** Items of lists, values by label, and alternatives one by one. */
  #parts(place: Place, before: JsonSchema, after: JsonSchema): string[] {
    const single = (['items', 'additionalProperties'] as const).flatMap((key) => {
      const [old, now] = [before[key], after[key]];
      return isSchema(old) && isSchema(now) ? this.#schemas(place, old, now) : [];
    });
    const alternatives = (['anyOf', 'oneOf'] as const).flatMap((key) => {
      const [old, now] = [listOf(before[key]), listOf(after[key])];
      if (old.length === 0 && now.length === 0) return [];
      const grows = now.length > old.length;
      if (old.length !== now.length) {
        const isBreaking = (place.direction === 'output') === grows;
        return isBreaking ? [`${place.words} has other alternatives`] : [];
      }
      return old.flatMap((schema, index) =>
        this.#schemas(place, schema as JsonSchema, now[index] as JsonSchema),
      );
    });
    return [...single, ...alternatives];
  }
}

function placeOf(words: string, direction: Direction): Place {
  return { words, direction, within: new Set() };
}

/** A client sends what was taken before, and understands what was answered before. */
function types(
  { words: where, direction }: Place,
  before: JsonSchema,
  after: JsonSchema,
): string[] {
  const [old, now] = [typesOf(before), typesOf(after)];
  if (old.length === 0) return [];
  const [wider, narrower] = direction === 'input' ? [now, old] : [old, now];
  const isTaken = (type: string): boolean =>
    wider.includes(type) || (type === 'integer' && wider.includes('number'));
  return wider.length === 0 || narrower.every(isTaken)
    ? []
    : [`${where} was ${old.join(' or ')}, and is ${now.join(' or ') || 'anything'}`];
}

/** A word that is not taken any more breaks those who send it; a new word in an answer breaks nobody. */
function words(
  { words: where, direction }: Place,
  before: JsonSchema,
  after: JsonSchema,
): string[] {
  const valuesOf = ({ enum: values, const: only }: JsonSchema): unknown[] | undefined =>
    only === undefined ? (values as unknown[] | undefined) : [only];
  const now = valuesOf(after);
  if (direction === 'output' || now === undefined) return [];
  const old = valuesOf(before);
  if (old === undefined) return [`${where} takes only ${now.map(String).join(', ')}`];
  const gone = old.filter((value) => !now.includes(value));
  return gone.length === 0 ? [] : [`${where} does not take ${gone.map(String).join(', ')}`];
}

function bounds({ words: where }: Place, before: JsonSchema, after: JsonSchema): string[] {
  const tighter = BOUNDS.filter(([key, isUpper]) => {
    const [old, now] = [before[key], after[key]];
    if (typeof now !== 'number') return false;
    if (typeof old !== 'number') return true;
    return isUpper ? now < old : now > old;
  });
  return [
    ...tighter.map(([key]) => `${where} has a tighter ${key}`),
    ...(after.pattern !== undefined && after.pattern !== before.pattern
      ? [`${where} has another pattern`]
      : []),
  ];
}

function resolved(document: ApiDocument, schema: JsonSchema): JsonSchema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const name = $ref.slice($ref.lastIndexOf('/') + 1);
  const component = at(document.components.schemas, name) as JsonSchema | undefined;
  if (component === undefined) throw new Error(`the document has no ${$ref}`);
  return component;
}

function typesOf({ type }: JsonSchema): string[] {
  return (type === undefined ? [] : [type].flat()) as string[];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

function recordOf(value: unknown): Json {
  return (value ?? {}) as Json;
}

function listOf(value: unknown): readonly unknown[] {
  return (value ?? []) as readonly unknown[];
}

function at(value: unknown, key: string): unknown {
  // The names of paths, statuses and fields stand in documents that this service has written.
  return isSchema(value) ? new Map(Object.entries(value)).get(key) : undefined;
}
