import { ownValue } from '../../config/named-values';
import type { Answer } from '../kit/answers';
import type { Body } from '../kit/bodies';
import type { Route } from '../kit/route';
import { ComponentSchemas, type JsonSchema } from './component-schemas';
import { writtenBetween } from './written-between';

/**
 * The README with its table of routes brought up to date.
 *
 * @throws {Error} when the README has lost the marks around the table
 */
export function withApiTable(readme: string, routes: readonly Route[]): string {
  return writtenBetween(readme, 'api', table(routes));
}

function table(routes: readonly Route[]): string {
  // The protocols of others are described by their specifications, and in docs/protocols.md.
  const own = routes.filter(({ subject }) => subject !== 'protocols');
  const rows = own.map((route) => {
    const cells = [
      `${route.method.toUpperCase()} \`${route.path}\``,
      [route.summary, route.description].filter((text) => text !== undefined).join(' '),
      [querySketch(route), bodySketch(route.body)].filter((text) => text !== '').join(' '),
      answerSketch(route.answer),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| route | what it does | takes | answers |', '|---|---|---|---|', ...rows].join('\n');
}

function querySketch({ query }: Route): string {
  if (query === undefined) return '';
  const names = Object.keys(propertiesOf(new ComponentSchemas().of(query, 'input')));
  return `\`?${names.map((name) => `${name}=`).join('&')}\``;
}

function bodySketch(body: Body | undefined): string {
  if (body === undefined || body.kind === 'page-form') return '';
  if (body.kind === 'json') return namesOf(resolved(body.schema, 'input'));
  const form = body.form.map(({ name, isMany = false }) => `\`${name}${isMany ? '[]' : ''}\``);
  return [
    ...(form.length > 0 ? [`multipart ${form.join(', ')}`] : []),
    ...(body.files.length > 0 ? [`the bytes as ${body.files.map(code).join(' or ')}`] : []),
    ...(body.json === undefined ? [] : [`JSON ${namesOf(resolved(body.json.schema, 'input'))}`]),
  ].join('; or ');
}

function answerSketch(answer: Answer): string {
  if (answer.kind !== 'json') {
    return `${answer.description} (${answer.types.map(code).join(', ')})`;
  }
  const names = namesOf(resolved(answer.schema, 'output'));
  const statuses = [answer.status, ...answer.others.map(([status]) => status)];
  const isUsual = statuses.length === 1 && answer.status === 200;
  return isUsual ? names : `${names}; ${[...new Set(statuses)].join(', ')}`;
}

/** The schema itself, where the document would only refer to it. */
function resolved(
  schema: Parameters<ComponentSchemas['of']>[0],
  direction: Parameters<ComponentSchemas['of']>[1],
): JsonSchema {
  const schemas = new ComponentSchemas();
  const { $ref, ...own } = schemas.of(schema, direction);
  if (typeof $ref !== 'string') return own;
  return ownValue(schemas.all(), $ref.slice($ref.lastIndexOf('/') + 1))!;
}

/** The names of an object's properties; lists are marked, and alternatives stand side by side. */
function namesOf(schema: JsonSchema): string {
  const alternatives = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (alternatives !== undefined) return alternatives.map(namesOf).join(' or ');
  return Object.entries(propertiesOf(schema))
    .map(([name, { type }]) => code(type === 'array' ? `${name}[]` : name))
    .join(', ');
}

function propertiesOf({ properties = {} }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return properties as Readonly<Record<string, JsonSchema>>;
}

function code(text: string): string {
  return `\`${text}\``;
}
