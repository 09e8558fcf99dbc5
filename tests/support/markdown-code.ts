import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/**
 * The blocks of code in a page of the documentation, in their order.
 *
 * @param page below the top folder of the repository
 * @param language as it stands behind the fence
 */
export function markdownCode(page: string, language: string): string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, of, code]) =>
    of === language ? [code!] : [],
  );
}
