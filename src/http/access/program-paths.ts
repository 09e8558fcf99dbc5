/** What programs call, as opposed to the pages that people open: the API, and the field's protocols. */
export const PROGRAM_PATHS = ['/api', '/v1', '/v2', '/label-studio', '/metrics'] as const;

/** Whether a path is one of them, or below it, in any case: as Express matches paths. */
export function isForPrograms(path: string): boolean {
  const lower = path.toLowerCase();
  return PROGRAM_PATHS.some((prefix) => lower === prefix || lower.startsWith(`${prefix}/`));
}
