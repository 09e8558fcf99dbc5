import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const ERROR = 2;

/** Lines that a rule, or the rules of a plugin, let pass in a file of this name, and lines that they forbid. */
interface RuleCase {
  readonly rule: string;
  readonly file: string;
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
}

const CASES: Readonly<
  Record<'boundaries' | 'withinHttp' | 'textAsKey' | 'record' | 'redos', RuleCase>
> = {
  boundaries: {
    rule: 'boundaries/',
    file: 'src/inference/engine.ts',
    allowed: [
      "import { CIFAR10_CLASSES } from '../config/cifar10';",
      "import { Batcher } from './batcher';",
      "import { Readable } from 'node:stream';",
    ],
    forbidden: [
      "import { RECIPE } from '../training/recipe';",
      "import type { Recipe } from '../training/recipe';",
      "export * from '../http/http-error';",
      "export const later = import('../store/cursor');",
      "export { SAMPLES } from '../support/colour-png';",
    ],
  },
  withinHttp: {
    rule: 'boundaries/',
    file: 'src/http/kit/route.ts',
    allowed: [
      "import { HttpError } from './errors/http-error';",
      "import type { LimitName } from './limits';",
      "import type { Logger } from '../../observability/logger';",
    ],
    forbidden: [
      "import { mountRoutes } from '../mount-routes';",
      "import type { RouteParts } from '../route-parts';",
      "import type { ModelParts } from '../api/models/model-parts';",
      "import { definePage } from '../pages/page-route';",
      "import { requireActor } from '../access/guard';",
    ],
  },
  textAsKey: {
    rule: 'local/no-text-as-key',
    file: 'src/training/head/class-list.ts',
    allowed: [
      'const COLOURS = { red: 31, green: 32 } as const;',
      'export const tally = new Map<string, number>();',
      'export const first = [1, 2, 3][tally.size];',
      'export const colour = (name: keyof typeof COLOURS): number => COLOURS[name];',
      "export const red = COLOURS['red'];",
      "export const has = 'red' in COLOURS;",
      'export const value = <T, K extends keyof T>(of: T, key: K): T[K] => of[key];',
      'export const count = (label: string): number => tally.get(label) ?? 0;',
    ],
    forbidden: [
      'export const read = (by: Record<string, number>, label: string) => by[label] ?? 0;',
      'export const add = (by: Record<string, number>, label: string) => (by[label] = 1);',
      'export const isIn = (by: Record<string, number>, label: string) => label in by;',
      'export const built = (by: Record<string, number>, label: string) => by[`${label}!`];',
      'export const generic = <K extends string>(by: Record<K, number>, label: K) => by[label];',
      'export const untyped = (by: Record<string, number>, label: any) => by[label];',
    ],
  },
  record: {
    rule: 'no-restricted-syntax',
    file: 'src/registry/card.ts',
    allowed: ["import { z } from 'zod';", 'export const count = z.number();'],
    forbidden: ['export const counts = z.record(z.string(), z.number());'],
  },
  redos: {
    rule: 'redos/',
    file: 'src/observability/redact.ts',
    allowed: [String.raw`export const bounded = /\bdata:[^,\s:]{0,255},/;`],
    forbidden: [
      String.raw`export const scheme = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi;`,
      String.raw`export const words = /^(\w+\s?)*$/;`,
    ],
  },
};

const ON = [
  { rule: 'local/no-text-as-key', file: 'public/js/page-data.js' },
  { rule: 'redos/no-vulnerable', file: 'public/js/page-data.js' },
  { rule: 'redos/no-vulnerable', file: 'src/http/create-http-app.ts' },
];

let linted: {
  readonly messages: { ruleId: string | null; line: number; message: string }[][];
  readonly severities: number[];
};
beforeAll(() => {
  const texts = Object.values(CASES).map(({ file, allowed, forbidden }) => ({
    file,
    text: `${[...allowed, ...forbidden].join('\n')}\n`,
  }));
  const script = path.join(ROOT, 'tests', 'support', 'lint-texts.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: ROOT,
    encoding: 'utf8',
    input: JSON.stringify({ texts, rules: ON }),
  });
  if (stdout === '') throw new Error(stderr);
  linted = JSON.parse(stdout) as typeof linted;
}, 120_000);

/** The lines in which a rule found something. */
function found(name: keyof typeof CASES): string[] {
  const { rule, allowed, forbidden } = CASES[name];
  const lines = [...allowed, ...forbidden];
  return linted.messages[Object.keys(CASES).indexOf(name)]!.filter(({ ruleId, message }) => {
    if (ruleId === null) throw new Error(message);
    return ruleId.startsWith(rule);
  }).map(({ line }) => lines[line - 1]!);
}

describe('the import-boundary rule', () => {
  it('lets a room import what it stands on, and nothing else, however it is written', () => {
    expect(found('boundaries')).toEqual(CASES.boundaries.forbidden);
  });

  it('lets what a route is know nothing of the routes', () => {
    expect(found('withinHttp')).toEqual(CASES.withinHttp.forbidden);
  });
});

describe('the rule on text as a key', () => {
  it('forbids what finds a member of every object under a class of its name', () => {
    expect(found('textAsKey')).toEqual(CASES.textAsKey.forbidden);
  });

  it('goes with one on schemas that lose a name', () => {
    expect(found('record')).toEqual(CASES.record.forbidden);
  });
});

describe('the rule on regular expressions', () => {
  it('forbids those that take the square of the time, and more', () => {
    expect(found('redos')).toEqual(CASES.redos.forbidden);
  });
});

it.each(ON)('$rule is an error in $file', (on) => {
  expect(linted.severities[ON.indexOf(on)]).toBe(ERROR);
});
