import dotenv from 'dotenv';
import { createApplication, type Application } from './app';
import {
  ConfigurationError,
  createDirectories,
  loadConfiguration,
  refuseUndecidedAccess,
  type Configuration,
} from './config/load';
import { looseSecretFiles } from './config/loose-secret-files';
import { createLogger, type RootLogger } from './observability/create-logger';

/** What writing the history and ending the workers may take, after the requests in flight. */
const CLOSING_TIME_MS = 10_000;

/** Mistakes of configuration and surroundings: a sentence helps, a stack does not. */
const EXPECTED_ERRORS = new Set([
  'BrokenVersionError',
  'EngineError',
  'HistoryDatabaseError',
  'ListenError',
  'NoModelError',
  'RedisUnavailableError',
  'ServiceSecretError',
  'TlsFilesError',
]);

async function main(): Promise<void> {
  dotenv.config({ quiet: true });
  const config = configurationOrExit();
  const logger = createLogger({
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
    file: config.LOG_FILE,
  });
  const end = new End(config, logger);
  end.onSignals();
  end.onFailures();
  for (const { variable, mode } of looseSecretFiles(process.env)) {
    logger.warn('a file with a secret may be read by others than its owner', {
      variable,
      mode,
      advice: 'chmod 600',
    });
  }
  try {
    const application = await createApplication({ config, logger, recentLog: logger.recent });
    end.stops(application);
    const url = await application.listen();
    const { version, classifier } = await application.loadModel();
    if (end.hasBegun) return;
    logger.info('ready', {
      url,
      engine: classifier.engine,
      engine_reason: classifier.engineReason,
      model_version: version.name,
      startup_ms: Math.round(performance.now()),
    });
  } catch (error) {
    if (end.hasBegun) return;
    const isExpected = error instanceof Error && EXPECTED_ERRORS.has(error.name);
    if (isExpected) logger.error(error.message);
    else logger.error('the service did not start', { error });
    end.begin(1);
  }
}

function configurationOrExit(): Configuration {
  try {
    const config = loadConfiguration(process.env);
    refuseUndecidedAccess(config);
    createDirectories(config);
    return config;
  } catch (error) {
    const isExpected = error instanceof ConfigurationError;
    process.stderr.write(`${isExpected ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** The end of the process: once, in order, and within a bounded time. */
class End {
  readonly #logger: RootLogger;
  readonly #graceMs: number;
  #application: Application | undefined;
  #hasBegun = false;

  constructor({ SHUTDOWN_DELAY_MS, SHUTDOWN_TIMEOUT_MS }: Configuration, logger: RootLogger) {
    this.#logger = logger;
    this.#graceMs = SHUTDOWN_DELAY_MS + SHUTDOWN_TIMEOUT_MS + CLOSING_TIME_MS;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** From now on there is something to stop. */
  stops(application: Application): void {
    this.#application = application;
  }

  /** Ends in order on SIGTERM and SIGINT, and at once on the second one. */
  onSignals(): void {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.on(name, (signal) => {
        if (this.#hasBegun) process.exit(1);
        this.#logger.info('stopping', { signal });
        this.begin(0);
      });
    }
  }

  /** After a failure nobody caught, the state is unknown: what is recorded is saved, then it ends. */
  onFailures(): void {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (error: unknown) => {
        this.#logger.error('unexpected failure', { event, error });
        this.begin(1);
      });
    }
  }

  begin(code: number): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    setTimeout(() => process.exit(1), this.#graceMs).unref();
    void this.#run(code);
  }

  async #run(code: number): Promise<void> {
    let exitCode = code;
    try {
      await this.#application?.stop();
    } catch (error) {
      exitCode = 1;
      this.#logger.error('the service did not stop cleanly', { error });
    }
    await this.#logger.close();
    process.exit(exitCode);
  }
}

void main();
