import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';
import type { SignInStore } from './sign-in';

/** The sign-ins in a database that is open, and closed by others. */
export function signInStore(database: Kysely<HistoryTables>): SignInStore {
  return {
    add: (signIn, { createdAfter, max }) =>
      database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('sign_ins').where('created_at', '<=', createdAfter).execute();
        const { count } = await transaction
          .selectFrom('sign_ins')
          .select((eb) => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) >= max) return false;
        await transaction
          .insertInto('sign_ins')
          .values({
            state_hash: signIn.stateHash,
            browser_hash: signIn.browserHash,
            nonce: signIn.nonce,
            verifier: signIn.verifier,
            return_to: signIn.returnTo,
            created_at: signIn.createdAt,
          })
          .execute();
        return true;
      }),
    take: (stateHash, browserHash, createdAfter) =>
      database.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('sign_ins')
          .selectAll()
          .where('state_hash', '=', stateHash)
          .where('browser_hash', '=', browserHash)
          .where('created_at', '>', createdAfter)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        const { numDeletedRows } = await transaction
          .deleteFrom('sign_ins')
          .where('state_hash', '=', stateHash)
          .executeTakeFirst();
        if (numDeletedRows !== 1n) return undefined;
        return {
          stateHash,
          browserHash,
          nonce: row.nonce,
          verifier: row.verifier,
          returnTo: row.return_to,
          createdAt: Number(row.created_at),
        };
      }),
  };
}
