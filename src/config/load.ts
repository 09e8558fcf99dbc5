import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { plainIssue } from './plain-issue';
import { isLoopback } from './loopback';
import { PROFILES, VARIABLES, type Profile, type Variable, type VariableName } from './schema';

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
 * Reads and validates the environment. An unset variable takes its profile's default; so does an
 * empty one, unless empty means something there (`LOG_FILE=`: no file). A secret may also be in a file
 * that `<NAME>_FILE` names.
 *
 * @example
 * const config = loadConfiguration({ NODE_ENV: 'production', PORT: '8080' });
 * config.PORT; // 8080
 *
 * @throws {ConfigurationError} for the first value that is not valid.
 */
export function loadConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const profile = profileOf(environment.NODE_ENV);
  const values: Record<string, unknown> = { NODE_ENV: profile };
  for (const name of Object.keys(VARIABLES) as VariableName[]) {
    const text = textOf(name, environment, profile);
    const result = VARIABLES[name].schema.safeParse(text, { error: plainIssue });
    if (!result.success) throw invalid(name, text, result.error.issues[0]?.message ?? 'invalid');
    values[name] = result.data;
  }
  const config = Object.freeze(values) as unknown as Configuration;
  checkTogether(config);
  return config;
}

function textOf(name: VariableName, environment: NodeJS.ProcessEnv, profile: Profile): string {
  const { schema, default: byDefault, perProfile } = VARIABLES[name];
  const text = (fromFile(name, environment) ?? environment[name])?.trim();
  const isSet = text !== undefined && (text !== '' || schema.safeParse('').success);
  return isSet ? text : (perProfile?.[profile] ?? byDefault);
}

/** @returns the content of the file that holds a secret; undefined where none is named */
function fromFile(name: VariableName, environment: NodeJS.ProcessEnv): string | undefined {
  const { secret }: Variable = VARIABLES[name];
  const file = environment[`${name}_FILE`]?.trim() ?? '';
  if (secret !== true || file === '') return undefined;
  if ((environment[name]?.trim() ?? '') !== '') {
    throw new ConfigurationError(`${name} and ${name}_FILE are both set: one of them has to go`);
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigurationError(`${name}_FILE=${JSON.stringify(file)} cannot be read: ${code}`, {
      cause,
    });
  }
}

function invalid(name: VariableName, text: string, reason: string): ConfigurationError {
  const shown = VARIABLES[name].secret === true ? name : `${name}=${JSON.stringify(text)}`;
  return new ConfigurationError(`${shown} is not valid: ${reason}`);
}

/** Values that are fine alone and cannot work with each other. */
function checkTogether(config: Configuration): void {
  if (config.MAX_BATCH_FILES > config.MAX_QUEUE_SIZE) {
    throw invalid(
      'MAX_BATCH_FILES',
      String(config.MAX_BATCH_FILES),
      `must be at most MAX_QUEUE_SIZE (${config.MAX_QUEUE_SIZE}), or a full batch never fits the queue`,
    );
  }
  checkSignOn(config);
  const { TLS_CERT_FILE, TLS_KEY_FILE } = config;
  if (TLS_CERT_FILE !== '' && TLS_KEY_FILE === '') {
    throw invalid('TLS_CERT_FILE', TLS_CERT_FILE, 'TLS_KEY_FILE is needed, too');
  }
  for (const name of ['TLS_KEY_FILE', 'TLS_CLIENT_CA_FILE'] as const) {
    if (config[name] !== '' && TLS_CERT_FILE === '') {
      throw invalid(name, config[name], 'TLS_CERT_FILE is needed, too');
    }
  }
  const { HTTP_REDIRECT_PORT } = config;
  if (HTTP_REDIRECT_PORT !== undefined && TLS_CERT_FILE === '') {
    throw invalid(
      'HTTP_REDIRECT_PORT',
      String(HTTP_REDIRECT_PORT),
      'TLS_CERT_FILE is needed, too: without it there is no https to lead to',
    );
  }
}

/** What belongs together to sign in at an identity provider. */
function checkSignOn(config: Configuration): void {
  const { AUTH, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_REDIRECT_URI, OIDC_AUDIENCE } = config;
  if (OIDC_ISSUER === '') {
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_AUDIENCE'] as const) {
      if (config[name] !== '') throw invalid(name, config[name], 'OIDC_ISSUER is needed, too');
    }
    return;
  }
  if (AUTH !== 'on') throw invalid('OIDC_ISSUER', OIDC_ISSUER, 'AUTH=on is needed, too');
  if (OIDC_CLIENT_ID === '' && OIDC_AUDIENCE === '') {
    throw invalid('OIDC_ISSUER', OIDC_ISSUER, 'OIDC_CLIENT_ID or OIDC_AUDIENCE is needed, too');
  }
  if (OIDC_CLIENT_ID !== '' && OIDC_REDIRECT_URI === '') {
    throw invalid('OIDC_CLIENT_ID', OIDC_CLIENT_ID, 'OIDC_REDIRECT_URI is needed, too');
  }
  if (OIDC_AUDIENCE !== '' && OIDC_AUDIENCE === OIDC_CLIENT_ID) {
    throw invalid(
      'OIDC_AUDIENCE',
      OIDC_AUDIENCE,
      'must not be OIDC_CLIENT_ID, or what proves who somebody is would open the API',
    );
  }
  if (config.OIDC_ROLES.length === 0 && config.OIDC_DEFAULT_ROLE === '') {
    throw invalid('OIDC_ISSUER', OIDC_ISSUER, 'OIDC_ROLES or OIDC_DEFAULT_ROLE is needed, too');
  }
}

/**
 * Before the service lets other machines in, it has to be said who may do what: that nobody checks is
 * nothing to find out later.
 *
 * @throws {ConfigurationError}
 */
export function refuseUndecidedAccess({ AUTH, HOST }: Pick<Configuration, 'AUTH' | 'HOST'>): void {
  if (AUTH !== '' || isLoopback(HOST)) return;
  throw new ConfigurationError(
    `HOST=${HOST} lets other machines in: set AUTH=on, so that they need a key, or AUTH=off, if everybody who reaches the port may do everything`,
  );
}

/** Creates the folders the service writes to. Existing ones are left as they are. */
export function createDirectories(config: Configuration): void {
  const folders = [config.MODEL_DIR, config.PERSISTENCE_DIR];
  if (config.LOG_FILE !== '') folders.push(path.dirname(config.LOG_FILE));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
}

function profileOf(text: string | undefined): Profile {
  const wanted = text?.trim() ?? '';
  const profile = PROFILES.find((name) => name === (wanted === '' ? 'development' : wanted));
  if (profile === undefined) {
    throw new ConfigurationError(
      `NODE_ENV=${JSON.stringify(text)} is not valid: must be one of ${PROFILES.join(', ')}`,
    );
  }
  return profile;
}
