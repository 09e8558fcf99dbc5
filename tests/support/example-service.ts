import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createdKeyAnswerSchema } from '../../src/http/api/access/keys-schema';
import { colourPng } from './colour-png';
import { startLabelledService } from './labelled-service';

const ROOT = path.join(__dirname, '..', '..');
/** An example adds one, so that the history has a full page of 20 and another one. */
const EARLIER_PREDICTIONS = 20;

export interface ExampleRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** A service with AUTH=on for programs that are outside of this process. */
export interface ExampleService {
  readonly url: string;
  /** The key of an administrator. */
  readonly key: string;
  /** A folder with `yellow.png` and `broken.png`, which is no picture. */
  readonly folder: string;
  /** The JSON that a path answers. */
  get(path: string): Promise<unknown>;
  /**
   * Runs a program.
   *
   * @param environment added to this process's, which has the address and the key
   * @param cwd the top folder of the repository by default
   */
  run(
    program: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
    cwd?: string,
  ): Promise<ExampleRun>;
  end(): Promise<void>;
}

/** @param environment of the service */
export async function startExampleService(
  environment: Record<string, string> = {},
): Promise<ExampleService> {
  const shown: string[] = [];
  const service = await startLabelledService(
    {
      AUTH: 'on',
      HOST: '127.0.0.1',
      PORT: '0',
      RATE_LIMIT_ENABLED: 'false',
      // A checkout may have CIFAR-10 in its folder of data, and learn from it for minutes.
      DATA_DIR: 'is-not-there',
      ...environment,
    },
    { showSecret: (text) => shown.push(text) },
  );
  const url = await service.listen();
  const [token] = /setup_\w+/.exec(shown.join())!;
  const made = await service.api.post('/api/setup').send({ token }).expect(201);
  const { key } = createdKeyAnswerSchema.parse(made.body);
  const authorization = `Bearer ${key}`;
  for (let i = 0; i < EARLIER_PREDICTIONS; i++) {
    await service.api
      .post('/api/predict')
      .set('Authorization', authorization)
      .attach('file', colourPng([250, 10 * i, 0]), `earlier-${i}.png`)
      .expect(200);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'examples-'));
  writeFileSync(path.join(folder, 'yellow.png'), colourPng([240, 230, 10]));
  writeFileSync(path.join(folder, 'broken.png'), 'This is no picture.');
  return {
    url,
    key,
    folder,
    async get(address) {
      const answer = await service.api.get(address).set('Authorization', authorization);
      expect(answer.status).toBe(200);
      return answer.body as unknown;
    },
    run(program, args, added = {}, cwd = ROOT) {
      const env = { ...process.env, MLOPS_URL: url, MLOPS_API_KEY: key, ...added };
      return new Promise((resolve, reject) => {
        const options = { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
        const child = execFile(program, args, options, (error, output, errors) => {
          if (child.exitCode === null) reject(error ?? new Error(`${program} was ended`));
          else resolve({ code: child.exitCode, output, errors });
        });
      });
    },
    async end() {
      await service.end();
      rmSync(folder, { recursive: true });
    },
  };
}
