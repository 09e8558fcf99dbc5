import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { startApplication, type StartedApplication } from '../support/start-application';

const REDOCLY = require.resolve('@redocly/cli/bin/cli.js');
const RULES = path.join(__dirname, '..', 'support', 'openapi-rules.yaml');

let service: StartedApplication;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'api-description-'));
  service = await startApplication();
});
afterAll(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

it('is the same as JSON and as YAML', async () => {
  const json = await service.api.get('/openapi.json').expect(200);
  const yaml = await service.api.get('/openapi.yaml').buffer(true).expect(200);
  expect(json.get('Content-Type')).toBe('application/json; charset=utf-8');
  expect(yaml.get('Content-Type')).toBe('application/yaml; charset=utf-8');
  expect(parse(yaml.text)).toEqual(json.body);
  expect(json.body).toMatchObject({ openapi: '3.1.1' });
});

it('is not sent again to a client that has it', async () => {
  const { headers } = await service.api.get('/openapi.json').expect(200);
  await service.api.get('/openapi.json').set('If-None-Match', String(headers.etag)).expect(304);
});

it('is valid by an independent linter', async () => {
  const file = path.join(folder, 'openapi.json');
  const { text } = await service.api.get('/openapi.json').expect(200);
  writeFileSync(file, text);
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [REDOCLY, 'lint', file, '--config', RULES],
    {
      cwd: folder,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );
  expect(stderr).toContain('Your API description is valid');
  expect(stderr).not.toMatch(/You have \d+ warning/);
});
