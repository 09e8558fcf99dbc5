import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { createApplication, type Application, type ApplicationParts } from '../../src/app';
import { loadConfiguration } from '../../src/config/load';
import { checkDeclared } from './declared-answers';
import { modelFolder } from './model-folder';
import { recordActive } from './record-active';
import { recordingLogger, type RecordingLogger } from './recording-logger';

export interface StartedApplication extends Application {
  readonly api: ReturnType<typeof supertest>;
  readonly log: RecordingLogger;
  /** The folder of its database. */
  readonly persistenceDir: string;
  /** Stops it, and starts another one over the same history. */
  restart(): Promise<StartedApplication>;
  /** Stops it and removes its folders. */
  end(): Promise<void>;
}

export interface StartOptions extends Partial<ApplicationParts> {
  /** false leaves it to the test when the model is loaded. */
  readonly withModel?: boolean;
  /** The version that was active last. */
  readonly active?: string;
}

/** The real application with its real model, over a history of its own. */
export async function startApplication(
  environment: Record<string, string> = {},
  { withModel = true, active, ...parts }: StartOptions = {},
): Promise<StartedApplication> {
  const folder = mkdtempSync(path.join(tmpdir(), 'application-'));
  const modelDir = await modelFolder(path.join(folder, 'models'));
  if (active !== undefined) {
    await recordActive(environment.PERSISTENCE_DIR ?? path.join(folder, 'persistence'), active);
  }
  return start();

  async function start(): Promise<StartedApplication> {
    const log = recordingLogger();
    const config = loadConfiguration({
      NODE_ENV: 'test',
      MODEL_DIR: modelDir,
      PERSISTENCE_DIR: path.join(folder, 'persistence'),
      ...environment,
    });
    const application = await createApplication({
      config,
      logger: log,
      checkAnswer: checkDeclared,
      ...parts,
    });
    if (withModel) await application.loadModel();
    return {
      ...application,
      log,
      persistenceDir: config.PERSISTENCE_DIR,
      api: supertest(application.handler),
      async restart() {
        await application.stop();
        return start();
      },
      async end() {
        await application.stop();
        rmSync(folder, { recursive: true });
      },
    };
  }
}
