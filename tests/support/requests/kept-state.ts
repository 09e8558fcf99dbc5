import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/** Columns that say when something was last used, and nothing of what it is. */
const USES: ReadonlySet<string> = new Set(['last_used_at', 'seen_at', 'heartbeat']);
/** What becomes of a delivery is seen to by the service, whenever its receiver answers. */
const BY_ITSELF: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'webhook_deliveries',
    new Set(['state', 'attempts', 'next_at', 'leased_until', 'outcome', 'ended_at']),
  ],
]);
/** What was asked for is noted whatever became of it; alerts are raised, and drift summed up, by the service. */
const NOTED: ReadonlySet<string> = new Set(['alerts', 'audit_entries', 'drift_windows']);
/** What is made anew when it is missing. */
const DERIVED: ReadonlySet<string> = new Set(['exports', 'logs']);

/** Everything that a service keeps, a line a row and a line a file, sorted. */
export function keptState(persistence: string, modelDir: string): string[] {
  return [
    ...rowsOf(path.join(persistence, 'history.sqlite')),
    ...filesOf(persistence),
    ...filesOf(modelDir),
  ].sort();
}

/** What there is in one state and not in the other. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ].map((line) => line.slice(0, 300));
}

function rowsOf(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
      .all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      NOTED.has(name)
        ? []
        : (database.prepare(`select * from "${name}"`).all() as object[]).map(
            (row) =>
              `${name} ${JSON.stringify(
                Object.entries(row).filter(
                  ([column]) => !USES.has(column) && BY_ITSELF.get(name)?.has(column) !== true,
                ),
                asText,
              )}`,
          ),
    );
  } finally {
    database.close();
  }
}

/** Rows may hold bytes and large numbers. */
function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const below = path.relative(folder, file);
    if (!entry.isFile() || entry.name.startsWith('history.sqlite')) return [];
    if (DERIVED.has(below.split(path.sep)[0]!)) return [];
    return [`${path.basename(folder)}/${below} ${statSync(file).size}`];
  });
}
