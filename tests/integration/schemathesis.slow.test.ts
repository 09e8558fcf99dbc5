import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiDocument } from '../../src/http/openapi/document';
import { modelsAnswerSchema } from '../../src/http/api/models/models-schema';
import { startExampleService, type ExampleService } from '../support/example-service';
import { pythonPackages } from '../support/python-packages';

/** Pinned: what it sends and checks changes from release to release. */
const SCHEMATHESIS = 'schemathesis==4.32.5';
const INSTALLING_MS = 10 * 60_000;
const TESTING_MS = 5 * 60_000;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
];

/** How paths of streams end. A stream lasts until its client leaves, and Schemathesis waits for its end. */
const STREAMS = '/events';

let service: ExampleService;
let packages: string;
beforeAll(async () => {
  packages = pythonPackages('schemathesis', [SCHEMATHESIS]);
  service = await startExampleService({ BACKBONE_DOWNLOADS: 'false' });
}, INSTALLING_MS);
afterAll(() => service.end());

/**
 * The description as Schemathesis has to be told it. The statuses that any request may get are written
 * out for each operation: its `default` covers every status, so that nothing would be undocumented.
 * Schemathesis reads `prefixItems` in answers as an older draft of JSON Schema, and calls it invalid.
 */
function strict({ paths, ...others }: ApiDocument): string {
  const ofAny = (reference: string): Record<string, object> => {
    const component = reference.slice(reference.lastIndexOf('/') + 1);
    const { description } = others.components.responses[component] as { description: string };
    const statuses = [...description.matchAll(/\((4\d\d)\)/g)].map(([, status]) => status!);
    return Object.fromEntries(statuses.map((status) => [status, { $ref: reference }]));
  };
  const strictPaths = Object.entries(paths).map(([address, operations]) => [
    address,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => {
        const { default: any, ...declared } = operation.responses;
        const shared = ofAny((any as { $ref: string }).$ref);
        return [method, { ...operation, responses: { ...shared, ...declared } }];
      }),
    ),
  ]);
  const document = { ...others, paths: Object.fromEntries(strictPaths) as object };
  return JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('prefixItems' in value)) return value;
    const { prefixItems, ...schema } = value;
    return { ...schema, items: { anyOf: prefixItems } };
  });
}

/** Names things that are there for most parameters of paths: made-up ones nearly all get a 404. */
async function configuration(): Promise<string> {
  const picture = path.join(service.folder, 'yellow.png');
  await service.run(process.execPath, ['examples/javascript/main.mjs', picture, 'Yellow']);
  const idsOf = async (address: string, list: string): Promise<string[]> => {
    const answer = (await service.get(address)) as Record<string, { id: string }[]>;
    return answer[list]!.map(({ id }) => id);
  };
  const { models } = modelsAnswerSchema.parse(await service.get('/api/models'));
  const known = {
    model: ['classifier'],
    version: models.map(({ version }) => version),
    label: ['Yellow', 'Red'],
    file: ['model.onnx', 'README.md'],
    predictions: await idsOf('/api/predictions', 'predictions'),
    'dataset/samples': await idsOf('/api/dataset/samples', 'samples'),
    jobs: await idsOf('/api/jobs', 'jobs'),
  };
  const mostly = (parameter: string, dictionary: keyof typeof known): string =>
    `"path.${parameter}" = { dictionary = "${dictionary}", probability = 0.9 }`;
  return [
    '[parameters]',
    ...(['model', 'version', 'label', 'file'] as const).map((name) => mostly(name, name)),
    ...(['predictions', 'dataset/samples', 'jobs'] as const).flatMap((resource) => [
      '[[operations]]',
      `include-path-regex = '^/api/${resource}/\\{id\\}'`,
      `parameters = { ${mostly('id', resource)} }`,
    ]),
    '[dictionaries]',
    ...Object.entries(known).map(
      ([name, values]) => `"${name}" = { values = ${JSON.stringify(values)} }`,
    ),
  ].join('\n');
}

async function answersAsDescribed(): Promise<void> {
  const file = path.join(service.folder, 'openapi.json');
  const settings = path.join(service.folder, 'schemathesis.toml');
  const document = (await service.get('/openapi.json')) as ApiDocument;
  writeFileSync(file, strict(document));
  writeFileSync(settings, await configuration());
  const { code, output, errors } = await service.run(
    'python3',
    [
      ...['-m', 'schemathesis.cli', '--config-file', settings, '--no-color'],
      ...['run', file, '--url', service.url],
      ...['--header', `Authorization: Bearer ${service.key}`],
      ...['--generation-with-security-parameters', 'false'],
      ...['--exclude-path-regex', `${STREAMS}$`, '--checks', CHECKS.join()],
      ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '5'],
      ...['--generation-deterministic', '--no-shrink', '--suppress-health-check', 'all'],
      ...['--request-timeout', '20', '--continue-on-failure'],
    ],
    { PYTHONPATH: packages, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' },
    // It keeps failures in the folder that it runs in.
    service.folder,
  );
  if (code !== 0) throw new Error(`${output}${errors}`);
  const [, tested] = /Tested: +(\d+)/.exec(output)!;
  const operations = Object.entries(document.paths)
    .filter(([address]) => !address.endsWith(STREAMS))
    .flatMap(([, ofPath]) => Object.keys(ofPath));
  expect(Number(tested)).toBe(operations.length);
}

it(
  'answers made-up requests without a 5xx, and as the description says',
  answersAsDescribed,
  TESTING_MS,
);
