import { parentPort, workerData } from 'node:worker_threads';
import type { Kysely } from 'kysely';
import { ownValue } from '../../config/named-values';
import type { HistoryTables } from '../history-tables';
import { openHistoryDatabase, openHistoryForReading } from '../open-history-database';
import type { LockWait } from '../sqlite/lock-wait';
import { storeTables } from '../store-tables';
import { connectionCalls } from './connection-calls';
import {
  sentError,
  type StorageAnswer,
  type StorageCall,
  type StorageTask,
} from './thread-messages';

type Methods = Readonly<Record<string, (...parameters: unknown[]) => unknown>>;

const task = workerData as StorageTask;
const port = parentPort!;
const lockWait: LockWait = { waitMs: 0 };

async function open(): Promise<void> {
  const database = await openConnection();
  const tables = {
    ...storeTables(database),
    connection: connectionCalls(database, task.directory),
  } as unknown as Readonly<Record<string, Methods>>;
  port.on('message', (call: StorageCall) => void carryOut(tables, call));
  answer({ kind: 'ready' });
}

function openConnection(): Promise<Kysely<HistoryTables>> {
  return task.role === 'writer'
    ? openHistoryDatabase(task.directory, lockWait)
    : openHistoryForReading(task.directory);
}

/** One call at a time: the other side sends the next one when it has this one's answer. */
async function carryOut(
  tables: Readonly<Record<string, Methods>>,
  { id, table, method, parameters, lockWaitMs }: StorageCall,
): Promise<void> {
  lockWait.waitMs = lockWaitMs;
  try {
    const work = ownValue(tables[table]!, method)!;
    answer({ kind: 'done', id, value: await work(...parameters) });
  } catch (error) {
    answer({ kind: 'failed', id, error: sentError(error) });
  }
  if (table === 'connection' && method === 'close') port.close(); // the thread ends
}

function answer(message: StorageAnswer): void {
  port.postMessage(message);
}

open().catch((error: unknown) => {
  answer({ kind: 'failed', id: null, error: sentError(error) });
  port.close();
});
