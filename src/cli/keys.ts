import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { AccessError } from '../auth/access-error';
import { KeyDesk } from '../auth/key-desk';
import { loadConfiguration } from '../config/load';
import { PERMISSION_NAMES, ROLES, type Permission, type Role } from '../config/permissions';
import { openHistoryDatabase } from '../store/open-history-database';
import { storeTables } from '../store/store-tables';
import type { ApiKey } from '../store/keys/api-key';
import { runCommand, UsageError, wholeNumber } from './run-command';

const USAGE = `Usage: npm run keys -- create NAME --role ROLE [--scope SCOPE]... [--days N] [--network CIDR]...
       npm run keys -- list
       npm run keys -- revoke ID

Keys of the API, for a service that runs with AUTH=on; it may run meanwhile. create prints the key,
which nobody can read again afterwards.

  --role ROLE      ${ROLES.join(', ')}
  --scope SCOPE    narrows what the role may, once or more: ${PERMISSION_NAMES.join(', ')}
  --days N         after so many days it expires (default: never)
  --network CIDR   where it may be used from, once or more: 10.0.0.0/8 (default: anywhere)
  --database DIR   folder of the database (default: PERSISTENCE_DIR)

Exits with 0; 1 on an error; 2 on wrong arguments.`;

const DAY_MS = 86_400_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      role: { type: 'string' },
      scope: { type: 'string', multiple: true },
      days: { type: 'string' },
      network: { type: 'string', multiple: true },
      database: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  readDotenv({ quiet: true });
  const directory = values.database ?? loadConfiguration(process.env).PERSISTENCE_DIR;
  const [command, what, ...others] = positionals;
  if (others.length > 0) throw new UsageError(USAGE);
  if (command === 'list' && what === undefined) {
    await withDesk(directory, async (desk) => {
      for (const key of await desk.list()) console.log(describe(key));
    });
  } else if (command === 'create' && what !== undefined) {
    const wishes = {
      name: what,
      role: oneOf(ROLES, 'role', values.role),
      scopes: values.scope?.map((scope) => oneOf(PERMISSION_NAMES, 'scope', scope)) ?? null,
      networks: values.network ?? [],
      expiresAt:
        values.days === undefined
          ? null
          : Date.now() + wholeNumber('days', values.days, 1, 36_500) * DAY_MS,
      createdBy: 'the command line',
    };
    await withDesk(directory, async (desk) => {
      const { key, text } = await desk.create(wishes);
      console.error(`${describe(key)}\nKeep it now: it is not shown again.`);
      console.log(text);
    });
  } else if (command === 'revoke' && what !== undefined) {
    await withDesk(directory, (desk) => desk.revoke(what));
    console.log(`${what} is revoked.`);
  } else {
    throw new UsageError(USAGE);
  }
}

async function withDesk(directory: string, work: (desk: KeyDesk) => Promise<void>): Promise<void> {
  const database = await openHistoryDatabase(directory);
  try {
    const store = storeTables(database).keys;
    await work(new KeyDesk({ store, now: () => Date.now(), onChange: () => undefined }));
  } catch (error) {
    if (error instanceof AccessError && error.code === 'INVALID_KEY') {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  } finally {
    await database.destroy();
  }
}

function oneOf<Name extends Role | Permission>(
  names: readonly Name[],
  option: string,
  text: string | undefined,
): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new UsageError(`--${option} must be one of ${names.join(', ')}`);
  return found;
}

/** `1a2B3c4D  operator  ci  created 2026-01-31, expires 2027-01-31, last used never` */
function describe(key: ApiKey): string {
  const rights = key.scopes === null ? key.role : `${key.role} (${key.scopes.join(' ')})`;
  const facts = [
    `created ${day(key.createdAt)}`,
    key.expiresAt === null ? 'does not expire' : `expires ${day(key.expiresAt)}`,
    key.lastUsedAt === null ? 'never used' : `last used ${day(key.lastUsedAt)}`,
    ...(key.networks.length === 0 ? [] : [`from ${key.networks.join(' ')}`]),
    ...(key.revokedAt === null ? [] : [`REVOKED ${day(key.revokedAt)}`]),
  ];
  return `${key.id}  ${rights}  ${key.name}  ${facts.join(', ')}`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

runCommand(main);
