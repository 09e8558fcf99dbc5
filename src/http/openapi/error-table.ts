import { ERROR_CODES, ERRORS, type ErrorCode } from '../kit/errors/error-codes';
import { writtenBetween } from './written-between';

/**
 * The README with its table of error codes brought up to date.
 *
 * @throws {Error} when the README has lost the marks around the table
 */
export function withErrorTable(readme: string): string {
  return writtenBetween(readme, 'errors', table());
}

function table(): string {
  const byStatus = new Map<number, string[]>();
  for (const code of ERROR_CODES) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), described(code)]);
  }
  const rows = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => `| ${status} | ${codes.join(', ')} |`);
  return ['| status | codes |', '|---|---|', ...rows].join('\n');
}

function described(code: ErrorCode): string {
  const { retrySeconds } = ERRORS[code];
  return `\`${code}\`${retrySeconds === undefined ? '' : ` (${retrySeconds} s)`}`;
}
