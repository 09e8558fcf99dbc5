import { createRequire } from 'node:module';
import vm from 'node:vm';
import fc from 'fast-check';
import type * as Typescript from 'typescript';

/** A property that failed, and where its test is written. */
export interface FailedProperty {
  readonly seed: number;
  readonly path: string;
  readonly counterexample: unknown;
  /** Its name with those of the blocks around it, as Jest tells it. */
  readonly testName: string;
  /** The text of the test file. */
  readonly source: string;
}

/**
 * The failed property as a test that can be pasted beside the one that found it: the same test,
 * whose property takes the counterexample alone.
 *
 * @returns undefined when the file holds no such test with a property of its own
 */
export function counterexampleTest(failed: FailedProperty): string | undefined {
  // Loading the compiler takes longer than most test files, so only a failure loads it.
  const ts = createRequire(__filename)('typescript') as typeof Typescript;
  const file = ts.createSourceFile('test.ts', failed.source, ts.ScriptTarget.Latest, true);
  const test = calls(ts, file).find((call) => isTestNamed(ts, call, failed.testName));
  if (test === undefined) return undefined;
  const assertion = calls(ts, test).find((call) => call.expression.getText() === 'fc.assert');
  const [property, options] = assertion?.arguments ?? [];
  if (property === undefined) return undefined;

  const others = options === undefined ? '' : `...${options.getText()}, `;
  const from = test.getStart();
  const text = file.text;
  return [
    `// Counterexample: ${fc.stringify(failed.counterexample)}`,
    text.slice(from, property.getEnd()) +
      `, { ${others}${replay(failed)} }` +
      text.slice((options ?? property).getEnd(), test.getEnd()) +
      ';',
  ].join('\n');
}

/** The options with which a property takes the counterexample and nothing else. */
export function replay({ seed, path, counterexample }: FailedProperty): string {
  const text = fc.stringify(counterexample);
  return isLiteral(text)
    ? `examples: [${text}], numRuns: 1`
    : `seed: ${seed}, path: ${JSON.stringify(path)}, endOnFailure: true`;
}

/** Whether a program can write the value as fast-check does; streams and functions it cannot. */
function isLiteral(text: string): boolean {
  try {
    return fc.stringify(vm.runInThisContext(`(${text})`)) === text;
  } catch {
    return false;
  }
}

function calls(ts: typeof Typescript, node: Typescript.Node): Typescript.CallExpression[] {
  const found: Typescript.CallExpression[] = [];
  const visit = (child: Typescript.Node): void => {
    if (ts.isCallExpression(child)) found.push(child);
    child.forEachChild(visit);
  };
  node.forEachChild(visit);
  return found;
}

const TEST = /^(it|test)\b/;
/** What `it.each` fills in: `%s`, `%j`, `$name` … and what a template string does. */
const PLACEHOLDER = /%[a-zA-Z#$%]|\$[\w.]+|\$\{[^}]*\}/;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

function isTestNamed(
  ts: typeof Typescript,
  { expression, arguments: [title] }: Typescript.CallExpression,
  name: string,
): boolean {
  if (!TEST.test(expression.getText())) return false;
  if (title === undefined || !(ts.isStringLiteral(title) || ts.isTemplateLiteral(title))) {
    return false;
  }
  const literal = ts.isStringLiteralLike(title) ? title.text : title.getText().slice(1, -1);
  const pattern = literal.split(PLACEHOLDER).map((text) => text.replace(SPECIAL, '\\$&'));
  return new RegExp(`(^| )${pattern.join('.*')}$`, 's').test(name);
}
