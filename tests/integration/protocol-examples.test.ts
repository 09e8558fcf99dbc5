import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { markdownCode } from '../support/markdown-code';
import { startApplication, type StartedApplication } from '../support/start-application';
import { writeTinyVersion } from '../support/tiny-version';

/** What docs/protocols.md has its readers type into a shell, typed as it stands there. */

const ROOT = path.join(__dirname, '..', '..');
const WRITTEN_FOR = 'http://localhost:5000';
const VERSION = 'cifar10-small-1';
const LABELS = ['Red', 'Green', 'Blue'];

/** All of them must run in CI; elsewhere only where the shell has what they call. */
const mayRun =
  process.env.CI === 'true' ||
  spawnSync('bash', ['-c', 'curl -V && base64 -w0 /dev/null']).status === 0;
const itRuns = mayRun ? it : it.skip;

let folder: string;
let service: StartedApplication;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'protocol-examples-'));
  await writeTinyVersion(folder, { version: VERSION });
  service = await startApplication({ MODEL_DIR: folder, HOST: '127.0.0.1', PORT: '0' });
  url = await service.listen();
});
afterAll(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

const BLOCKS = markdownCode('docs/protocols.md', 'bash');

/** The JSON values that a block prints; statuses of errors end it. */
async function run(block: string): Promise<unknown[]> {
  expect(block).toContain(WRITTEN_FOR);
  const code = block
    .replaceAll(WRITTEN_FOR, url)
    .replaceAll('curl ', `curl -sS --fail-with-body -w '\\n' `);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', code], {
    cwd: ROOT,
  });
  const answers = stdout.trimEnd().split('\n');
  return answers.map((answer) => JSON.parse(answer) as unknown);
}

it('has the blocks that are run here', () => {
  expect(BLOCKS).toHaveLength(3);
});

itRuns('asks a version for its likeliest classes', async () => {
  const [answer, ...others] = await run(BLOCKS[0]!);
  expect(others).toEqual([]);
  const { top_k: likeliest } = answer as { top_k: { class: string }[] };
  expect(answer).toMatchObject({ model_version: VERSION });
  // It is asked for more of them than this version has.
  expect(likeliest.map((one) => one.class).sort()).toEqual([...LABELS].sort());
});

itRuns('infers by the Open Inference Protocol', async () => {
  const [answer, ...others] = await run(BLOCKS[1]!);
  expect(others).toEqual([]);
  expect(answer).toMatchObject({ id: '42', model_name: 'classifier', model_version: VERSION });
  const { outputs } = answer as { outputs: { name: string; shape: number[]; data: string[] }[] };
  expect(outputs).toMatchObject([{ name: 'probabilities', datatype: 'BYTES', shape: [1, 3] }]);
  const classes = outputs[0]!.data.map((text) => text.split(':'));
  const values = classes.map(([value]) => Number(value));
  expect(values).toEqual([...values].sort((a, b) => b - a));
  expect(classes.map(([, index, label]) => [LABELS[Number(index)], label])).toEqual(
    classes.map(([, , label]) => [label, label]),
  );
});

itRuns('predicts and classifies as TensorFlow Serving does', async () => {
  const [predicted, classified, ...others] = await run(BLOCKS[2]!);
  expect(others).toEqual([]);
  const [probabilities] = (predicted as { predictions: number[][] }).predictions;
  expect(probabilities!.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
  const [classes] = (classified as { results: [string, number][][] }).results;
  expect(new Map(classes)).toEqual(new Map(LABELS.map((label, i) => [label, probabilities![i]!])));
});
