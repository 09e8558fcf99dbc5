import type { ErrorShape } from '../kit/errors/error-shape';

/** What programs call, as opposed to the pages that people open: the API, and the field's protocols. */
export const PROGRAM_PATHS = ['/api', '/v1', '/v2', '/label-studio', '/metrics'] as const;

const SHAPES: readonly (readonly [string, ErrorShape])[] = [
  ['/v1', 'tensorflow-serving'],
  ['/v2', 'open-inference'],
];

/** How errors are told at a path, where no route has been found yet. */
export function protocolShape(path: string): ErrorShape {
  const lower = path.toLowerCase();
  const found = SHAPES.find(([prefix]) => lower === prefix || lower.startsWith(`${prefix}/`));
  return found?.[1] ?? 'usual';
}

/** Whether a path is one of them, or below it, in any case: as Express matches paths. */
export function isForPrograms(path: string): boolean {
  const lower = path.toLowerCase();
  return PROGRAM_PATHS.some((prefix) => lower === prefix || lower.startsWith(`${prefix}/`));
}
