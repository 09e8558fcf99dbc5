// @ts-check
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import boundaries from 'eslint-plugin-boundaries';
import redos from 'eslint-plugin-redos';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import noTextAsKey from './scripts/lint/no-text-as-key.mjs';

/** What every part of `http` may import beside other parts of it. */
const belowHttp = [
  'alerts',
  'auth',
  'backbones',
  'export',
  'dashboard',
  'jobs',
  'monitoring',
  'serving',
  'charts',
  'evaluation',
  'dataset',
  'registry',
  'inference',
  'imaging',
  'store',
  'telemetry',
  'observability',
  'config',
];

/** Which parts of `http` a part of it may import: what a route is knows nothing of the routes. */
const withinHttp = {
  'http/kit': [],
  'http/access': ['http/kit'],
  'http/upload': ['http/kit'],
  'http/rate-limit': ['http/kit', 'http/access'],
  'http/middleware': ['http/kit', 'http/access'],
  'http/server': ['http/kit', 'http/access', 'http/middleware'],
  'http/openapi': ['http/kit', 'http/access'],
  'http/api': ['http/kit', 'http/access', 'http/upload', 'http/rate-limit', 'http/middleware'],
  'http/protocols': ['http/kit', 'http/upload', 'http/middleware', 'http/api'],
  'http/pages': ['http/kit', 'http/access', 'http/middleware', 'http/api'],
  http: [
    'http/kit',
    'http/access',
    'http/rate-limit',
    'http/middleware',
    'http/openapi',
    'http/api',
    'http/protocols',
    'http/pages',
  ],
};
const HTTP = Object.keys(withinHttp);
const httpMayImport = Object.fromEntries(
  Object.entries(withinHttp).map(([part, parts]) => [part, [...parts, ...belowHttp]]),
);

/**
 * Imports point downwards only: a folder may import itself and what is listed for it.
 * `inference` and `training` never meet in code; they meet in `registry`, through files.
 */
const mayImport = {
  main: ['app', 'config', 'observability'],
  app: [
    'alerts',
    'auth',
    'backbones',
    'export',
    ...HTTP,
    'dashboard',
    'jobs',
    'monitoring',
    'serving',
    'evaluation',
    'dataset',
    'registry',
    'inference',
    'imaging',
    'store',
    'tensorflow',
    'telemetry',
    'observability',
    'config',
  ],
  cli: [
    'auth',
    'onnx',
    'backbones',
    'app',
    ...HTTP,
    'training',
    'evaluation',
    'monitoring',
    'dataset',
    'charts',
    'registry',
    'inference',
    'imaging',
    'tensorflow',
    'store',
    'observability',
    'config',
  ],
  ...httpMayImport,
  dashboard: [
    'alerts',
    'backbones',
    'charts',
    'monitoring',
    'registry',
    'inference',
    'store',
    'observability',
    'config',
  ],
  jobs: [
    'backbones',
    'training',
    'serving',
    'evaluation',
    'dataset',
    'registry',
    'store',
    'telemetry',
    'observability',
    'config',
  ],
  serving: ['inference', 'registry', 'store', 'observability', 'config'],
  monitoring: [
    'evaluation',
    'registry',
    'imaging',
    'store',
    'telemetry',
    'observability',
    'config',
  ],
  training: [
    'backbones',
    'evaluation',
    'dataset',
    'registry',
    'onnx',
    'imaging',
    'tensorflow',
    'store',
    'observability',
    'config',
  ],
  alerts: ['store', 'observability', 'config'],
  auth: ['store', 'observability', 'config'],
  dataset: ['imaging', 'store', 'telemetry', 'observability', 'config'],
  evaluation: ['dataset', 'registry', 'onnx', 'store', 'config'],
  charts: ['registry', 'config'],
  export: ['registry', 'imaging', 'config'],
  inference: ['registry', 'onnx', 'tensorflow', 'telemetry', 'observability', 'config'],
  registry: ['observability', 'config'],
  backbones: ['dataset', 'onnx', 'registry', 'imaging', 'observability', 'config'],
  onnx: ['config'],
  imaging: ['config'],
  tensorflow: ['config'],
  store: ['telemetry', 'config'],
  telemetry: ['observability', 'config'],
  observability: ['config'],
  config: [],
};

/** `main` and `app` are files at the top of `src`, and `http` those at the top of its folder. */
const FILES = { main: 'src/main.ts', app: 'src/app.ts', http: 'src/http/*.ts' };
const pathOf = (room) => FILES[room] ?? `src/${room}/**`;
const room = (...names) => ({ file: { categories: { anyOf: names } } });

export default defineConfig(
  {
    ignores: [
      'dist',
      'coverage',
      'models',
      'persistence',
      'logs',
      'data',
      'runs',
      'node_modules',
      // `npm run client:generate` writes it.
      'examples/typescript/schema.d.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true },
      'boundaries/files': Object.keys(mayImport).map((name) => ({
        category: name,
        pattern: pathOf(name),
      })),
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/no-unknown-dependencies': 'error',
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message:
            '"{{from.file.categories}}" must not import "{{to.file.categories}}": see mayImport in eslint.config.mjs',
          policies: Object.entries(mayImport).map(([from, to]) => ({
            from: room(from),
            allow: { to: room(from, ...to) },
          })),
        },
      ],
    },
  },
  {
    // Labels, names and ids are text that clients choose: see the rule for what goes wrong.
    files: ['src/**/*.ts', 'public/js/**/*.js'],
    plugins: { local: { rules: { 'no-text-as-key': noTextAsKey } } },
    rules: { 'local/no-text-as-key': 'error' },
  },
  {
    files: ['public/js/**/*.js'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.public.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.object.name="z"][callee.property.name="record"]',
          message: 'z.record drops the name `__proto__`: read with namedValues.',
        },
      ],
    },
  },
  {
    // Answers are described by a schema, and never read with it.
    files: ['src/http/**/*-schema.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // What clients send meets these expressions: none may take time beyond the length of a text.
    files: ['src/**/*.ts', 'public/**/*.js'],
    plugins: { redos },
    rules: { 'redos/no-vulnerable': ['error', { ignoreErrors: false, timeout: 30_000 }] },
  },
  {
    files: ['**/*.ts'],
    ignores: ['src/onnx/runtime.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: 'onnxruntime-node',
          message: 'Import it from src/onnx/runtime, which turns its telemetry off first.',
          allowTypeImports: true,
        },
      ],
    },
  },
  {
    files: [
      'src/cli/**/*.ts',
      'bench/**/*.ts',
      'examples/**/*.ts',
      'scripts/**/*.mjs',
      'tests/fuzz/cli.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'A test takes its chance from a seed: seededRandom, or a property.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:crypto',
              importNames: ['randomBytes', 'randomInt', 'randomFillSync', 'getRandomValues'],
              message: 'A test takes its chance from a seed: seededRandom, or a property.',
            },
          ],
        },
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['public/**/*.js'], languageOptions: { globals: globals.browser } },
  prettier,
);
