import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '../../../public/css');

/** Fewer declarations than these are alike by chance. */
const LEAST_DECLARATIONS = 3;

interface StyleRule {
  /** File and selector. */
  readonly where: string;
  readonly selector: string;
  readonly body: string;
}

/** The rules of all style sheets that have no other rule inside, without those of media queries. */
function rulesOf(): StyleRule[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const css = readFileSync(path.join(FOLDER, file), 'utf8').replace(/\/\*.*?\*\//gs, '');
    return [...css.matchAll(/^([^\s@}][^{}]*)\{([^{}]*)\}/gm)].map(([, selector, body]) => ({
      where: `${file}: ${selector!.trim()}`,
      selector: selector!.trim(),
      body: body!.trim().replace(/\s+/g, ' '),
    }));
  });
}

/** What is said of the same thing, in the order of `rulesOf`, where it is said more than once. */
function repeated(keyOf: (rule: StyleRule) => string | undefined): string[][] {
  const places = new Map<string, string[]>();
  for (const rule of rulesOf()) {
    const key = keyOf(rule);
    if (key !== undefined) places.set(key, [...(places.get(key) ?? []), rule.where]);
  }
  return [...places.values()].filter((where) => where.length > 1);
}

describe('the style sheets', () => {
  it('have rules', () => {
    expect(rulesOf().length).toBeGreaterThan(200);
  });

  it('say what several things look like in one place', () => {
    const long = ({ body }: StyleRule): string | undefined =>
      body.split(';').length > LEAST_DECLARATIONS ? body : undefined;
    expect(repeated(long)).toEqual([]);
  });

  it('have one rule of the same name', () => {
    expect(repeated(({ selector, body }) => `${selector} ${body}`)).toEqual([]);
  });
});
