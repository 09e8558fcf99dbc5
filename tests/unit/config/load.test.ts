import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {
  ConfigurationError,
  createDirectories,
  loadConfiguration,
  refuseUndecidedAccess,
} from '../../../src/config/load';
import { oidcSettings } from '../../../src/auth/oidc/oidc-settings';
import { VARIABLES, type Variable, type VariableName } from '../../../src/config/schema';

const names = Object.keys(VARIABLES) as VariableName[];

function messageOf(environment: NodeJS.ProcessEnv): string | undefined {
  try {
    loadConfiguration(environment);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

describe('configuration', () => {
  it('needs no variable at all', () => {
    expect(loadConfiguration({})).toMatchObject({
      NODE_ENV: 'development',
      PORT: 5000,
      MAX_CONTENT_LENGTH: 16 * 1024 * 1024,
      RATE_LIMIT_ENABLED: true,
      RATE_LIMIT_PREDICT_PER_MINUTE: 30,
      RATE_LIMIT_BATCH_PER_MINUTE: 10,
      CORS_ORIGINS: [],
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
    });
  });

  it.each(['development', 'production', 'test'] as const)('has valid defaults in %s', (profile) => {
    expect(loadConfiguration({ NODE_ENV: profile }).NODE_ENV).toBe(profile);
  });

  it('listens for other machines in production only', () => {
    expect(loadConfiguration({ NODE_ENV: 'production' }).HOST).toBe('0.0.0.0');
  });

  it('logs JSON in production and text in development', () => {
    expect(loadConfiguration({ NODE_ENV: 'production' }).LOG_FORMAT).toBe('json');
    expect(loadConfiguration({ NODE_ENV: 'development' }).LOG_FORMAT).toBe('text');
  });

  it('prefers the environment to the defaults of the profile', () => {
    expect(loadConfiguration({ NODE_ENV: 'test', RATE_LIMIT_ENABLED: 'yes' })).toMatchObject({
      RATE_LIMIT_ENABLED: true,
    });
  });

  it('takes the default for an empty variable, as docker compose passes them', () => {
    expect(loadConfiguration({ PORT: '', NODE_ENV: ' ' }).PORT).toBe(5000);
  });

  it('takes an empty variable as written where empty means something', () => {
    expect(loadConfiguration({ LOG_FILE: '', CORS_ORIGINS: '' })).toMatchObject({
      LOG_FILE: '',
      CORS_ORIGINS: [],
    });
  });

  it('reads extensions in any case, with or without a dot', () => {
    expect(loadConfiguration({ ALLOWED_EXTENSIONS: ' PNG, .jpg ' }).ALLOWED_EXTENSIONS).toEqual([
      'png',
      'jpg',
    ]);
  });

  it.each([
    [
      { TLS_CERT_FILE: 'cert.pem' },
      'TLS_CERT_FILE="cert.pem" is not valid: TLS_KEY_FILE is needed, too',
    ],
    [
      { TLS_KEY_FILE: 'key.pem' },
      'TLS_KEY_FILE="key.pem" is not valid: TLS_CERT_FILE is needed, too',
    ],
    [
      { TLS_CLIENT_CA_FILE: 'ca.pem' },
      'TLS_CLIENT_CA_FILE="ca.pem" is not valid: TLS_CERT_FILE is needed, too',
    ],
  ])('takes the files of TLS together: %j', (environment, message) => {
    expect(messageOf(environment)).toBe(message);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(loadConfiguration({}))).toBe(true);
  });

  it.each<[VariableName | 'NODE_ENV', string]>([
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '5000.5'],
    ['PORT', '0x10'],
    ['MAX_CONTENT_LENGTH', '16MB'],
    ['INFERENCE_ENGINE', 'keras'],
    ['RATE_LIMIT_ENABLED', 'maybe'],
    ['ALLOWED_EXTENSIONS', 'png,svg'],
    ['CORS_ORIGINS', 'https://example.org/path'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s in one line that names the variable and the value', (name, value) => {
    const message = messageOf({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name}=.*is not valid: \\S`));
    expect(message).toContain(value);
    expect(message).not.toContain('\n');
  });

  it('names the variable whatever the bad value is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary' }), (name, value) => {
        const message = messageOf({ [name]: value });
        fc.pre(message !== undefined);
        expect(message).toMatch(new RegExp(`^${name}\\b.* is not valid: `));
        expect(message.split('\n')).toHaveLength(1);
      }),
    );
  });

  it('accepts every whole number between the bounds of a port', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65535 }), (port) => {
        expect(loadConfiguration({ PORT: String(port) }).PORT).toBe(port);
      }),
    );
  });

  it('does not repeat a value that may hold a password', () => {
    const message = messageOf({ RATE_LIMIT_STORAGE_URL: 'http://user:hunter2@cache' });
    expect(message).toMatch(/^RATE_LIMIT_STORAGE_URL is not valid/);
    expect(message).not.toContain('hunter2');
  });

  it('refuses a batch that could never fit the queue', () => {
    expect(messageOf({ MAX_BATCH_FILES: '50', MAX_QUEUE_SIZE: '49' })).toMatch(
      /^MAX_BATCH_FILES="50" is not valid: .*MAX_QUEUE_SIZE/,
    );
  });
});

describe('createDirectories', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'config-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('creates every folder the service writes to, and may be called again', () => {
    const config = loadConfiguration({
      MODEL_DIR: path.join(root, 'a', 'models'),
      PERSISTENCE_DIR: path.join(root, 'b'),
      LOG_FILE: path.join(root, 'c', 'app.log'),
    });
    createDirectories(config);
    createDirectories(config);
    for (const folder of ['a/models', 'b', 'c']) {
      expect(existsSync(path.join(root, folder))).toBe(true);
    }
  });
});

describe('a secret in a file', () => {
  const secrets = names.filter((name) => (VARIABLES[name] as Variable).secret === true);
  const value = (name: VariableName): string =>
    name === 'RATE_LIMIT_STORAGE_URL'
      ? 'redis://:pass@redis:6379'
      : 'secret-text-of-thirty-two-characters';
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'secret-'));
    file = path.join(folder, 'secret');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(secrets)('is read where %s_FILE names it', (name) => {
    writeFileSync(file, `${value(name)}\n`);
    expect(loadConfiguration({ [`${name}_FILE`]: file })[name]).toBe(value(name));
  });

  it.each(secrets)('is refused beside %s itself, and where it cannot be read', (name) => {
    writeFileSync(file, value(name));
    const both = messageOf({ [name]: value(name), [`${name}_FILE`]: file });
    expect(both).toBe(`${name} and ${name}_FILE are both set: one of them has to go`);
    const missing = messageOf({ [`${name}_FILE`]: path.join(folder, 'none') });
    expect(missing).toMatch(new RegExp(`^${name}_FILE=.* cannot be read: ENOENT$`));
  });

  it('is for secrets only', () => {
    writeFileSync(file, '8080');
    expect(loadConfiguration({ PORT_FILE: file }).PORT).toBe(5000);
  });
});

describe('a service that other machines reach', () => {
  const refusal = (environment: NodeJS.ProcessEnv): (() => void) => {
    const config = loadConfiguration(environment);
    return () => refuseUndecidedAccess(config);
  };

  it.each([{ NODE_ENV: 'production' }, { HOST: '0.0.0.0' }, { HOST: '::' }, { HOST: '10.1.2.3' }])(
    'does not start until it is said who may do what: %j',
    (environment) => {
      expect(refusal(environment)).toThrow(ConfigurationError);
      expect(refusal({ ...environment, AUTH: 'on' })).not.toThrow();
      expect(refusal({ ...environment, AUTH: 'off' })).not.toThrow();
    },
  );

  it('is none on the loopback address', () => {
    expect(refusal({})).not.toThrow();
    expect(refusal({ NODE_ENV: 'production', HOST: '::1' })).not.toThrow();
  });
});

describe('an identity provider', () => {
  const whole = {
    AUTH: 'on',
    OIDC_ISSUER: 'https://login.example.org/realms/one',
    OIDC_CLIENT_ID: 'service',
    OIDC_REDIRECT_URI: 'https://models.example.org/login/oidc/callback',
    OIDC_ROLES: 'ml-admins=admin, cn=annotators=labeler',
    OIDC_AUDIENCE: 'urn:images',
  };

  it('is described by a few variables', () => {
    expect(oidcSettings(loadConfiguration(whole))).toMatchObject({
      client: { id: 'service', secret: undefined },
      groups: {
        roles: [
          { group: 'ml-admins', role: 'admin' },
          { group: 'cn=annotators', role: 'labeler' },
        ],
        defaultRole: undefined,
      },
    });
    expect(oidcSettings(loadConfiguration({}))).toBeUndefined();
  });

  it('may be on this machine without TLS, and nowhere else', () => {
    expect(messageOf({ ...whole, OIDC_ISSUER: 'http://127.0.0.1:4000' })).toBeUndefined();
    expect(messageOf({ ...whole, OIDC_ISSUER: 'http://[::1]:4000' })).toBeUndefined();
  });

  it.each([
    ['OIDC_ISSUER', 'http://login.example.org'],
    ['OIDC_ISSUER', 'https://me:secret@login.example.org'],
    ['OIDC_ISSUER', ''],
    ['OIDC_REDIRECT_URI', ''],
    ['OIDC_REDIRECT_URI', 'https://models.example.org/elsewhere'],
    ['OIDC_REDIRECT_URI', 'http://models.example.org/login/oidc/callback'],
    ['OIDC_AUDIENCE', 'service'],
    ['OIDC_ROLES', ''],
    ['OIDC_ROLES', 'ml-admins=root'],
    ['OIDC_ROLES', '=admin'],
    ['OIDC_SCOPE', 'profile'],
    ['AUTH', 'off'],
  ])('is not taken with %s=%s', (name, value) => {
    expect(messageOf({ ...whole, [name]: value })).toMatch(/^(OIDC_|AUTH)/);
  });

  it('wants somebody to sign in, or programs with tokens', () => {
    expect(messageOf({ ...whole, OIDC_CLIENT_ID: '', OIDC_AUDIENCE: '' })).toContain(
      'OIDC_CLIENT_ID or OIDC_AUDIENCE',
    );
  });
});
