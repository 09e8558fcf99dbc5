import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PROFILES, VARIABLES, type Profile, type VariableName } from './schema';

type Values = {
  readonly [Name in VariableName]: (typeof VARIABLES)[Name]['schema']['_output'];
};

/** The service's whole configuration: one field a variable of {@link VARIABLES}. */
export type Configuration = Values & { readonly NODE_ENV: Profile };

/** A variable has a value that cannot be used; the message is one line and names the variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads and validates the environment. An unset or empty variable takes its profile's default.
 *
 * @example
 * const config = loadConfiguration({ NODE_ENV: 'production', PORT: '8080' });
 * config.PORT; // 8080
 *
 * @throws {ConfigurationError} for the first value that is not valid.
 */
export function loadConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const profile = profileOf(environment['NODE_ENV']);
  const values: Record<string, unknown> = { NODE_ENV: profile };
  for (const name of Object.keys(VARIABLES) as VariableName[]) {
    const { schema, default: byDefault, perProfile } = VARIABLES[name];
    const text = environment[name] ?? perProfile?.[profile] ?? byDefault;
    const result = schema.safeParse(text.trim());
    if (!result.success) {
      const reason = result.error.issues[0]?.message ?? 'invalid';
      throw new ConfigurationError(`${name}=${JSON.stringify(text)} is not valid: ${reason}`);
    }
    values[name] = result.data;
  }
  return Object.freeze(values) as unknown as Configuration;
}

/** Creates the folders the service writes to. Existing ones are left as they are. */
export function createDirectories(config: Configuration): void {
  const folders = [config.MODEL_DIR, config.PERSISTENCE_DIR];
  if (config.LOG_FILE !== '') folders.push(path.dirname(config.LOG_FILE));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
}

function profileOf(text: string | undefined): Profile {
  const profile = PROFILES.find((name) => name === (text ?? 'development'));
  if (profile === undefined) {
    throw new ConfigurationError(
      `NODE_ENV=${JSON.stringify(text)} is not valid: must be one of ${PROFILES.join(', ')}`,
    );
  }
  return profile;
}
