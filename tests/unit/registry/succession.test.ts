import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { GateReport } from '../../../src/registry/card';
import { cardsNewestFirst, findVersion, versionMeantBy } from '../../../src/registry/find-version';
import { successorOf, takesPlaceOf } from '../../../src/registry/succession';
import type { ModelVersion } from '../../../src/registry/version';
import { writeSuccessor } from '../../support/successors';
import { tinyHead, writeTinyVersion } from '../../support/tiny-version';
import { useModelFolder } from './model-folder';

const REJECTED: GateReport = { verdict: 'rejected', compared_with: 'v7', rules: [] };

describe('the place of a version that is gone', () => {
  const modelDir = useModelFolder();
  let seven: ModelVersion;
  beforeEach(async () => {
    seven = await writeTinyVersion(modelDir(), {
      version: 'v7',
      created_at: '2025-01-07T00:00:00.000Z',
    });
  });
  const remove = (name: string): Promise<void> =>
    rm(path.join(modelDir(), name), { recursive: true });
  const meant = (name: string): Promise<string> => versionMeantBy(modelDir(), name);

  it('is its own as long as it is there, also when it is broken', async () => {
    await writeSuccessor(modelDir(), 'v8', seven);
    expect(await meant('v7')).toBe('v7');
    await rm(path.join(modelDir(), 'v7', 'head.bin'));
    expect(await meant('v7')).toBe('v7');
  });

  it('is that of the version made from it with the same network and head', async () => {
    await writeSuccessor(modelDir(), 'v8', seven);
    await remove('v7');
    expect(await meant('v7')).toBe('v8');
    expect(await meant('v8')).toBe('v8');
    expect(await meant('v6')).toBe('v6');
    expect(await meant('../v7')).toBe('../v7');
  });

  it('is named where the one that is gone is asked for by its name', async () => {
    await writeSuccessor(modelDir(), 'v8', seven);
    await remove('v7');
    await expect(findVersion(modelDir(), { name: 'v7' }, () => undefined)).rejects.toThrow(
      'There is no model version "v7"; there are v8; v8 has taken its place',
    );
  });

  it('is that of the newest in a line of them', async () => {
    const eight = await writeSuccessor(modelDir(), 'v8', seven);
    // The clock was set back in between.
    await writeSuccessor(modelDir(), 'v9', eight, { created_at: '2025-01-01T00:00:00.000Z' });
    await remove('v7');
    expect(await meant('v7')).toBe('v9');
    expect(await meant('v8')).toBe('v8');
    await remove('v8');
    expect([await meant('v7'), await meant('v8')]).toEqual(['v9', 'v9']);
  });

  it('is that of the newest of two that were made from it', async () => {
    await writeSuccessor(modelDir(), 'a', seven, { created_at: '2025-03-02T00:00:00.000Z' });
    await writeSuccessor(modelDir(), 'b', seven, { created_at: '2025-03-01T00:00:00.000Z' });
    await remove('v7');
    expect(await meant('v7')).toBe('a');
  });

  it('is never that of one which its gate has rejected', async () => {
    await writeSuccessor(modelDir(), 'v8', seven, { gate: REJECTED });
    await remove('v7');
    expect(await meant('v7')).toBe('v7');
  });

  it('is never that of a head that was retrained on it, whatever its card has taken over', async () => {
    const eight = await writeSuccessor(modelDir(), 'v8', seven);
    await remove('v7');
    const retrained = await writeTinyVersion(
      modelDir(),
      { version: 'mine', parent: 'v7', successor_of: eight.card.successor_of },
      { ...tinyHead(), bias: Float32Array.of(0, 0, 0.5) },
    );
    const plain = await writeTinyVersion(modelDir(), { version: 'plain', parent: 'v7' });
    expect(takesPlaceOf(retrained.card, 'v7')).toBe(false);
    expect(takesPlaceOf(plain.card, 'v7')).toBe(false);
    expect(successorOf('v7', [retrained.card, plain.card, eight.card])?.version).toBe('v8');
  });

  it('is also that in the order of versions: what was taught since stays newer', async () => {
    await writeTinyVersion(modelDir(), {
      version: 'mine',
      parent: 'v7',
      created_at: '2025-01-20T00:00:00.000Z',
    });
    await writeTinyVersion(modelDir(), { version: 'old', created_at: '2025-01-02T00:00:00.000Z' });
    await writeSuccessor(modelDir(), 'v8', seven);
    const order = async (): Promise<string[]> =>
      (await cardsNewestFirst(modelDir(), () => undefined)).map(({ version }) => version);
    expect(await order()).toEqual(['mine', 'v8', 'v7', 'old']);
    await remove('v7');
    expect(await order()).toEqual(['mine', 'v8', 'old']);
  });
});
