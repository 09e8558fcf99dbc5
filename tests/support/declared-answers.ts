import type { AnswerCheck } from '../../src/http/kit/answer-check';
import { errorsOf, SHARED_ERRORS } from '../../src/http/kit/errors/route-errors';
import { statusIn, type ErrorShape } from '../../src/http/kit/errors/error-shape';
import type { Route } from '../../src/http/kit/route';
import { errorAnswerSchema, protocolErrorSchema } from '../../src/http/kit/errors/error-schema';

const problems: string[] = [];

/** What was answered since the last call, and is not as its route declares. */
export function takeProblems(): string[] {
  return problems.splice(0);
}

/** Holds a JSON answer against what its route declares. */
export const checkDeclared: AnswerCheck = (route, status, body) => {
  const problem = problemOf(route, status, JSON.parse(JSON.stringify(body)));
  if (problem !== undefined) {
    problems.push(`${route.method.toUpperCase()} ${route.path} ${status}: ${problem}`);
  }
};

function problemOf(route: Route, status: number, body: unknown): string | undefined {
  const { answer } = route;
  if (answer.kind === 'json') {
    const known = [[answer.status, answer.schema] as const, ...answer.others];
    const schemas = known.filter(([of]) => of === status).map(([, schema]) => schema);
    if (schemas.some((schema) => schema.safeParse(body).success)) return undefined;
    if (status < 400) {
      return schemas[0]?.safeParse(body).error?.message ?? 'the status is not declared';
    }
  }
  if (route.errorShape !== undefined) return problemOfPlain(route, route.errorShape, status, body);
  const error = errorAnswerSchema.safeParse(body);
  if (!error.success) return error.error.message;
  const { code } = error.data;
  const isKnown = errorsOf(route).has(code) || SHARED_ERRORS.includes(code);
  // Pages show their forms' errors as sentences, and the codes are no part of them.
  if (isKnown || route.subject === 'pages' || code === 'METHOD_NOT_ALLOWED') return undefined;
  return `the route does not declare the error ${code}`;
}

/** The protocols tell no code: the status must be that of one of the route's errors. */
function problemOfPlain(
  route: Route,
  shape: ErrorShape,
  status: number,
  body: unknown,
): string | undefined {
  const error = protocolErrorSchema.safeParse(body);
  if (!error.success) return error.error.message;
  const codes = [...errorsOf(route), ...SHARED_ERRORS, 'METHOD_NOT_ALLOWED' as const];
  if (codes.some((code) => statusIn(shape, code) === status)) return undefined;
  return `the route declares no error with the status ${status}`;
}
