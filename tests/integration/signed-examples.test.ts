import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startApplication, type StartedApplication } from '../support/start-application';

const ROOT = path.join(__dirname, '..', '..');
const run = promisify(execFile);

let folder: string;
let service: StartedApplication;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'signed-examples-'));
  const shown: string[] = [];
  service = await startApplication(
    { AUTH: 'on', PERSISTENCE_DIR: folder, PORT: '0' },
    { showSecret: (text) => shown.push(text) },
  );
  const url = await service.listen();
  const token = /setup_\w+/.exec(shown.join())![0];
  const admin = (await service.api.post('/api/setup').send({ token })).body as { key: string };
  const { body } = await service.api
    .post('/api/keys')
    .set('X-API-Key', admin.key)
    .send({ name: 'signer', role: 'labeler', signing: 'required' });
  const { id, signing_secret: secret } = body as { id: string; signing_secret: string };
  environment = {
    ...process.env,
    MLOPS_URL: url,
    MLOPS_KEY_ID: id,
    MLOPS_SIGNING_SECRET: secret,
  };
});

afterAll(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

/** All of them must run in CI; elsewhere an example needs its program on the machine. */
const mayRun = (program: string): boolean =>
  process.env.CI === 'true' || spawnSync(program, ['--version']).status === 0;

describe.each([
  ['python3', 'sign.py'],
  [process.execPath, 'sign.mjs'],
  ['bash', 'sign.sh'],
])('%s %s', (program, file) => {
  const it = mayRun(program) ? test : test.skip;
  const send = async (...parameters: string[]): Promise<string> => {
    const example = path.join('examples', 'signed', file);
    const options = { cwd: ROOT, env: environment };
    return (await run(program, [example, ...parameters], options)).stdout;
  };

  it('asks for something', async () => {
    expect(JSON.parse(await send('GET', '/api/predictions?limit=1'))).toHaveProperty('predictions');
  });

  it('sends a picture', async () => {
    const sent = send('POST', '/api/predict?top_k=2', 'docs/examples/ship.jpg', 'image/jpeg');
    expect(JSON.parse(await sent)).toMatchObject({ predicted_class: 'Ship' });
  });

  it('fails where the key may not', async () => {
    await expect(send('GET', '/api/keys')).rejects.toThrow(/FORBIDDEN|Command failed/);
  });
});
