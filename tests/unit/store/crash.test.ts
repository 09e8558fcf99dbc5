import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from '@photostructure/sqlite';
import { historyFile } from '../../../src/store/open-history-database';
import { openPredictionStore } from '../../support/open-prediction-store';
import { rememberingLog, temporaryFolder } from './made-predictions';

interface Recorded {
  readonly id: string;
  readonly createdAt: number;
}

const { folder, remove } = temporaryFolder();
afterAll(remove);

describe('a process killed while it records', () => {
  it('loses at most its last second, and leaves nothing half-written', async () => {
    const recorded: Recorded[] = [];
    // Lengths that no longer interval between two writes than a second would pass.
    for (const lifeMs of [1700, 2300]) recorded.push(...(await recordUntilKilled(lifeMs)));

    expect(ask(folder, 'pragma integrity_check')).toMatchObject({ integrity_check: 'ok' });
    const store = await openPredictionStore({ directory: folder, log: rememberingLog() });
    for (const { id } of recorded) expect((await store.find(id))?.id).toBe(id);
    const { total, perClass } = await store.statistics();
    expect(ask(folder, 'select count(*) as n from predictions')).toMatchObject({ n: total });
    expect(perClass).toEqual({ Cat: total });
    await store.close();
  });
});

/** @returns what the process had recorded a second or more before its last words */
async function recordUntilKilled(lifeMs: number): Promise<Recorded[]> {
  const file = path.join(__dirname, 'recorder.child.ts');
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', file, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const recorded: Recorded[] = [];
  for await (const line of createInterface(child.stdout)) {
    const [id, createdAt] = line.split(' ');
    recorded.push({ id: id!, createdAt: Number(createdAt) });
    if (recorded.at(-1)!.createdAt - recorded[0]!.createdAt > lifeMs) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  const lastWords = recorded.at(-1)!.createdAt;
  const acknowledged = recorded.filter(({ createdAt }) => createdAt <= lastWords - 1000);
  expect(acknowledged.length).toBeGreaterThan(10);
  return acknowledged;
}

function ask(directory: string, sql: string): unknown {
  const database = new DatabaseSync(historyFile(directory));
  const answer = database.prepare(sql).get();
  database.close();
  return answer;
}
