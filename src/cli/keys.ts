import { parseArgs } from 'node:util';
import { uuidv7 } from 'uuidv7';
import { config as readDotenv } from 'dotenv';
import { AccessError } from '../auth/access-error';
import { KeyDesk, type MadeKey } from '../auth/key-desk';
import { SecretBox } from '../auth/secret-box';
import { openServiceSecret } from '../auth/service-secret';
import { loadConfiguration } from '../config/load';
import { PERMISSION_NAMES, ROLES, type Permission, type Role } from '../config/permissions';
import { openHistoryDatabase } from '../store/open-history-database';
import { storeTables } from '../store/store-tables';
import { SIGNING_MODES, type ApiKey, type SigningMode } from '../store/keys/api-key';
import { runCommand, UsageError, wholeNumber } from './run-command';

const USAGE = `Usage: npm run keys -- create NAME --role ROLE [--scope SCOPE]... [--days N] [--network CIDR]...
                             [--signing MODE] [--per-minute N]
       npm run keys -- list
       npm run keys -- change ID [--signing MODE] [--per-minute N]
       npm run keys -- new-signing-secret ID
       npm run keys -- revoke ID

Keys of the API, for a service that runs with AUTH=on; it may run meanwhile. create prints the key,
which nobody can read again afterwards, and below it what its requests are signed with, if they are.
new-signing-secret makes another one; those before it count for a day.

  --role ROLE      ${ROLES.join(', ')}
  --scope SCOPE    narrows what the role may, once or more: ${PERMISSION_NAMES.join(', ')}
  --days N         after so many days it expires (default: never)
  --network CIDR   where it may be used from, once or more: 10.0.0.0/8 (default: anywhere)
  --signing MODE   ${SIGNING_MODES.join(', ')}: whether its requests may or must be signed (default: off)
  --per-minute N   how often it may be used in a minute; 0 for as often as others (default)
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
      signing: { type: 'string' },
      'per-minute': { type: 'string' },
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
  const { PERSISTENCE_DIR, SIGNING_SECRET } = loadConfiguration(process.env);
  const place = { folder: values.database ?? PERSISTENCE_DIR, configured: SIGNING_SECRET };
  const rules = {
    signing:
      values.signing === undefined ? undefined : oneOf(SIGNING_MODES, 'signing', values.signing),
    requestsPerMinute: perMinute(values['per-minute']),
  };
  const [command, what, ...others] = positionals;
  if (others.length > 0) throw new UsageError(USAGE);
  if (command === 'list' && what === undefined) {
    await withDesk(place, async (desk) => {
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
      ...rules,
      createdBy: 'the command line',
    };
    await withDesk(place, async (desk) => show(await desk.create(wishes)));
  } else if (command === 'change' && what !== undefined) {
    const { signing, requestsPerMinute } = rules;
    if (signing === undefined && requestsPerMinute === undefined) throw new UsageError(USAGE);
    await withDesk(place, (desk) =>
      desk.change(what, {
        ...(signing !== undefined && { signing }),
        ...(requestsPerMinute !== undefined && { requestsPerMinute }),
      }),
    );
    console.log(`${what} is changed.`);
  } else if (command === 'new-signing-secret' && what !== undefined) {
    await withDesk(place, async (desk) => {
      const { signingSecret, formerUntil } = await desk.renewSecret(what);
      const until = new Date(formerUntil).toISOString();
      console.error(`Keep it now: it is not shown again. Those before it count until ${until}.`);
      console.log(signingSecret);
    });
  } else if (command === 'revoke' && what !== undefined) {
    await withDesk(place, (desk) => desk.revoke(what));
    console.log(`${what} is revoked.`);
  } else {
    throw new UsageError(USAGE);
  }
}

function show({ key, text, signingSecret }: MadeKey): void {
  console.error(`${describe(key)}\nKeep it now: it is not shown again.`);
  console.log(text);
  if (signingSecret !== null) console.log(signingSecret);
}

async function withDesk(
  place: { readonly folder: string; readonly configured: string },
  work: (desk: KeyDesk) => Promise<void>,
): Promise<void> {
  const database = await openHistoryDatabase(place.folder);
  try {
    const desk = new KeyDesk({
      store: storeTables(database).keys,
      box: new SecretBox(await openServiceSecret(place)),
      newId: uuidv7,
      now: () => Date.now(),
      onChange: () => undefined,
    });
    await work(desk);
  } catch (error) {
    if (error instanceof AccessError && error.code === 'INVALID_KEY') {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  } finally {
    await database.destroy();
  }
}

/** @returns undefined where nothing is said, null for no limit of its own */
function perMinute(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  return wholeNumber('per-minute', text, 0, 1_000_000) || null;
}

function oneOf<Name extends Role | Permission | SigningMode>(
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
    ...(key.signing === 'off' ? [] : [`signed requests ${key.signing}`]),
    ...(key.requestsPerMinute === null ? [] : [`${key.requestsPerMinute} requests a minute`]),
    ...(key.revokedAt === null ? [] : [`REVOKED ${day(key.revokedAt)}`]),
  ];
  return `${key.id}  ${rights}  ${key.name}  ${facts.join(', ')}`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

runCommand(main);
