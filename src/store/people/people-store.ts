import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Role } from '../../config/permissions';
import type { HistoryTables, PersonTable } from '../history-tables';
import type { PeopleStore, Person, PersonChange, PersonChanges } from './person';

type Database = Kysely<HistoryTables>;

/** The people in a database that is open, and closed by others. */
export function peopleStore(database: Database): PeopleStore {
  return {
    async add({ id, name, nameKey, role, passwordHash, createdAt }) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('people')
        .values({
          id,
          name,
          name_key: nameKey,
          role,
          password_hash: passwordHash,
          created_at: createdAt,
        })
        .onConflict((conflict) => conflict.column('name_key').doNothing())
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    addExternal: ({ id, issuer, subject, name, nameKey, role, createdAt }) =>
      database.transaction().execute(async (transaction) => {
        // The transaction holds the write lock, so that two first sign-ins make one person.
        const known = await transaction
          .updateTable('people')
          .set({ name, role })
          .where('issuer', '=', issuer)
          .where('subject', '=', subject)
          .returningAll()
          .executeTakeFirst();
        if (known !== undefined) return fromRow(known);
        const added = await transaction
          .insertInto('people')
          .values({
            id,
            name,
            name_key: nameKey,
            role,
            password_hash: null,
            created_at: createdAt,
            issuer,
            subject,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return fromRow(added);
      }),
    async list() {
      const rows = await database
        .selectFrom('people')
        .selectAll()
        .orderBy(sql`lower(name)`)
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },
    async findByName(nameKey) {
      const row = await database
        .selectFrom('people')
        .selectAll()
        .where('name_key', '=', nameKey)
        .executeTakeFirst();
      return row && { ...fromRow(row), passwordHash: row.password_hash };
    },
    change: (id, changes) =>
      database.transaction().execute(async (transaction) => {
        const problem = await problemWith(transaction, id, roleAfter(changes));
        if (problem !== undefined) return problem;
        await transaction
          .updateTable('people')
          .set(columnsOf(changes))
          .where('id', '=', id)
          .execute();
        await endSessionsOf(transaction, id);
        return 'done';
      }),
    remove: (id) =>
      database.transaction().execute(async (transaction) => {
        const problem = await problemWith(transaction, id, null);
        if (problem !== undefined) return problem;
        await endSessionsOf(transaction, id);
        await transaction.deleteFrom('people').where('id', '=', id).execute();
        return 'done';
      }),
    hasAdmin: (now) => hasAdmin(database, now),
    async addSetupToken(tokenHash, expiresAt) {
      await database
        .insertInto('setup_tokens')
        .values({ token_hash: tokenHash, expires_at: expiresAt })
        .execute();
    },
    useSetupToken: (tokenHash, now) =>
      database.transaction().execute(async (transaction) => {
        const token = await transaction
          .selectFrom('setup_tokens')
          .select('expires_at')
          .where('token_hash', '=', tokenHash)
          .executeTakeFirst();
        if (token === undefined || Number(token.expires_at) <= now) return false;
        if (await hasAdmin(transaction, now)) return false;
        await transaction.deleteFrom('setup_tokens').execute();
        return true;
      }),
    async addSession({ tokenHash, createdAt, seenAt }, personId, bounds) {
      await database.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('sessions')
          .where((eb) =>
            eb.or([
              eb('created_at', '<=', bounds.createdAfter),
              eb('seen_at', '<=', bounds.seenAfter),
            ]),
          )
          .execute();
        await transaction
          .insertInto('sessions')
          .values({
            token_hash: tokenHash,
            person_id: personId,
            created_at: createdAt,
            seen_at: seenAt,
          })
          .execute();
      });
    },
    async sessions({ createdAfter, seenAfter }) {
      const rows = await database
        .selectFrom('sessions')
        .innerJoin('people', 'people.id', 'sessions.person_id')
        .select([
          'sessions.token_hash',
          'sessions.created_at as begun_at',
          'sessions.seen_at',
          'people.id',
          'people.name',
          'people.role',
          'people.created_at',
          'people.issuer',
          'people.subject',
          'people.disabled_at',
        ])
        .where('people.disabled_at', 'is', null)
        .where('sessions.created_at', '>', createdAfter)
        .where('sessions.seen_at', '>', seenAfter)
        .execute();
      return rows.map((row) => ({
        tokenHash: row.token_hash,
        createdAt: Number(row.begun_at),
        seenAt: Number(row.seen_at),
        person: fromRow(row),
      }));
    },
    async seeSession(tokenHash, at) {
      await database
        .updateTable('sessions')
        .set({ seen_at: at })
        .where('token_hash', '=', tokenHash)
        .execute();
    },
    async endSession(tokenHash) {
      await database.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
    },
    endSessionsOf: (personId) => endSessionsOf(database, personId),
    async endSessionsOfSubject({ issuer, subject }) {
      const people = database
        .selectFrom('people')
        .select('id')
        .where('issuer', '=', issuer)
        .where('subject', '=', subject);
      await database.deleteFrom('sessions').where('person_id', 'in', people).execute();
    },
    async disabledSubjects() {
      const rows = await database
        .selectFrom('people')
        .select(['issuer', 'subject'])
        .where('disabled_at', 'is not', null)
        .execute();
      return rows.flatMap(({ issuer, subject }) =>
        issuer === null || subject === null ? [] : [{ issuer, subject }],
      );
    },
  };
}

/** @returns undefined where the role stays, null where it counts no longer */
function roleAfter({ role, disabledAt }: PersonChanges): Role | null | undefined {
  return typeof disabledAt === 'number' ? null : role;
}

function columnsOf({
  role,
  passwordHash,
  disabledAt,
}: PersonChanges): Partial<Pick<PersonTable, 'role' | 'password_hash' | 'disabled_at'>> {
  return {
    ...(role !== undefined && { role }),
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
    ...(disabledAt !== undefined && { disabled_at: disabledAt }),
  };
}

async function endSessionsOf(database: Database, personId: string): Promise<void> {
  await database.deleteFrom('sessions').where('person_id', '=', personId).execute();
}

/** @param role the one to have from now on; null to go, undefined to keep the one that is */
async function problemWith(
  transaction: Transaction<HistoryTables>,
  id: string,
  role: Role | null | undefined,
): Promise<Exclude<PersonChange, 'done'> | undefined> {
  const row = await transaction
    .selectFrom('people')
    .select(['role', 'disabled_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return 'missing';
  const isAdmin = row.role === 'admin' && row.disabled_at === null;
  if (!isAdmin || role === 'admin' || role === undefined) return undefined;
  const other = await transaction
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '!=', id)
    .executeTakeFirst();
  return other === undefined ? 'last-admin' : undefined;
}

async function hasAdmin(database: Database, now: number): Promise<boolean> {
  const person = await database
    .selectFrom('people')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (person !== undefined) return true;
  const keys = await database
    .selectFrom('api_keys')
    .select('scopes')
    .where('role', '=', 'admin')
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .execute();
  return keys.some(
    ({ scopes }) => scopes === null || (JSON.parse(scopes) as string[]).includes('admin'),
  );
}

function fromRow(row: Omit<Selectable<PersonTable>, 'name_key' | 'password_hash'>): Person {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    createdAt: Number(row.created_at),
    external:
      row.issuer === null || row.subject === null
        ? null
        : { issuer: row.issuer, subject: row.subject },
    disabledAt: row.disabled_at === null ? null : Number(row.disabled_at),
  };
}
