import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { historyFile } from '../../src/store/open-history-database';
import { colourPng } from '../support/colour-png';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import {
  startLabelledService,
  type Answer,
  type LabelledService,
} from '../support/labelled-service';

const red = colourPng([250, 0, 0]);
const green = colourPng([0, 250, 0]);
const blue = colourPng([0, 0, 250]);

let service: LabelledService;
afterEach(() => service.end());

/** Waits until an answer is as expected. */
async function eventually(attempt: () => Promise<void>): Promise<void> {
  const end = performance.now() + 15_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** What an answer refuses with. */
async function refused(answer: Answer): Promise<readonly [number, string, string | undefined]> {
  const { status, body, headers } = await answer;
  return [status, errorAnswerSchema.parse(body).code, headers['retry-after']];
}

async function expectReady(status: 200 | 503, code?: string): Promise<void> {
  await eventually(async () => {
    const { body } = await service.api.get('/api/health/ready').expect(status);
    if (code !== undefined) {
      expect(body).toMatchObject({ status: 'degraded', problems: [{ code }] });
    }
  });
}

async function predicted(): Promise<string> {
  return (await service.predict(red)).id;
}

async function total(): Promise<number> {
  const { body } = await service.api.get('/api/statistics').expect(200);
  return (body as { total_predictions: number }).total_predictions;
}

describe('while another process holds the write lock', () => {
  let other: InstanceType<typeof DatabaseSync>;
  let before: string;
  let sample: string;
  let version: string;

  beforeEach(async () => {
    service = await startLabelledService();
    before = await predicted();
    const saved = await service.save([{ name: 'a.png', content: green }], ['Fox']);
    sample = (saved.files[0] as { id: string }).id;
    const info = await service.api.get('/api/model/info').expect(200);
    version = (info.body as { version: string }).version;
    other = new DatabaseSync(historyFile(service.persistence));
  });
  afterEach(() => other.close());

  it('goes on predicting, refuses what cannot wait, and does all of it when the lock is free', async () => {
    other.exec('begin immediate');
    const ids = await Promise.all(Array.from({ length: 5 }, predicted));
    const changes = [
      () => service.upload([{ name: 'b.png', content: blue }], ['Wolf']),
      () => service.say(before, { label: 'Fox' }),
      () => service.api.post('/api/retrain').send({}),
      () => service.api.post(`/api/models/${version}/promote`).send({ force: true }),
      () => service.api.patch(`/api/dataset/samples/${sample}`).send({ label: 'Dog' }),
      () => service.api.delete(`/api/dataset/samples/${sample}`),
    ];
    const refusals = await Promise.all(changes.map((change) => refused(change())));
    for (const refusal of refusals) expect(refusal).toEqual([503, 'STORAGE_BUSY', '1']);
    for (const id of ids) await service.api.get(`/api/predictions/${id}`).expect(200);
    await service.api.get('/history').expect(200);
    await expectReady(503, 'STORAGE_BUSY');
    await service.api.get('/api/health').expect(200);

    other.exec('rollback');
    await expectReady(200);
    await eventually(async () => expect(await total()).toBe(6));
    expect(await service.samples()).toMatchObject([{ id: sample, label: 'Fox' }]);
    await service.say(before, { label: 'Fox' }).expect(200);
    await service.save([{ name: 'b.png', content: blue }], ['Wolf']);
    await service.api.patch(`/api/dataset/samples/${sample}`).send({ label: 'Dog' }).expect(200);
    await service.api.post(`/api/models/${version}/promote`).send({ force: true }).expect(200);
    await service.api.delete(`/api/dataset/samples/${sample}`).expect(200);
    for (const id of ids) await service.api.get(`/api/predictions/${id}`).expect(200);
  });

  it('waits for a lock that is held for a moment', async () => {
    other.exec('begin immediate');
    const saving = service.upload([{ name: 'b.png', content: blue }], ['Wolf']).expect(200);
    const said = service.say(before, { label: 'Fox' }).expect(200);
    setTimeout(() => other.exec('rollback'), 300);
    await Promise.all([saving, said]);
    expect((await service.samples()).map(({ label }) => label).sort()).toEqual([
      'Fox',
      'Fox',
      'Wolf',
    ]);
  });
});

describe('when its database is removed or replaced', () => {
  it('is not ready, and says why', async () => {
    service = await startLabelledService();
    await predicted();
    await expectReady(200);
    rmSync(historyFile(service.persistence));
    await expectReady(503, 'STORAGE_BROKEN');
    await service.predict(red);
  });
});

/** Mounting needs root, which CI and containers have. */
const canMount = process.getuid?.() === 0 && process.platform === 'linux';
const whereMountable = canMount ? describe : describe.skip;

whereMountable('on a disk of its own', () => {
  let disk: string;
  const mount = (...words: string[]): void => {
    const { status, stderr } = spawnSync(words[0]!, words.slice(1), { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  };

  beforeEach(() => {
    disk = mkdtempSync(path.join(tmpdir(), 'disk-'));
    mount('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk);
  });
  afterEach(() => {
    mount('umount', '--lazy', disk);
    rmSync(disk, { recursive: true, force: true });
  });

  it('that is full: predictions go on and are written later, changes are refused with 507', async () => {
    service = await startLabelledService({
      PERSISTENCE_DIR: path.join(disk, 'persistence'),
      MIN_FREE_DISK_MIB: '0',
    });
    const before = await predicted();
    const filler = path.join(disk, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(32 * 1024 * 1024, 1))).toThrow(/ENOSPC/);
    const ids = [];
    for (let i = 0; i < 50; i += 1) ids.push(await predicted());

    const upload = service.upload([{ name: 'b.png', content: blue }], ['Wolf']);
    expect(await refused(upload)).toEqual([507, 'STORAGE_FULL', '60']);
    const said = service.say(before, { label: 'Fox' });
    expect(await refused(said)).toEqual([507, 'STORAGE_FULL', '60']);
    await expectReady(503, 'STORAGE_FULL');

    rmSync(filler);
    await expectReady(200);
    await eventually(async () => expect(await total()).toBe(51));
    for (const id of ids) await service.api.get(`/api/predictions/${id}`).expect(200);
    await service.say(before, { label: 'Fox' }).expect(200);
    await service.save([{ name: 'b.png', content: blue }], ['Wolf']);
  });

  it('that became read-only: it starts, predicts, and says that it keeps nothing', async () => {
    const persistence = path.join(disk, 'persistence');
    service = await startLabelledService({ PERSISTENCE_DIR: persistence });
    const before = await predicted();
    await service.end();
    mount('mount', '-o', 'remount,ro', disk);
    service = await startLabelledService({ PERSISTENCE_DIR: persistence });
    await expectReady(503, 'STORAGE_READ_ONLY');
    await service.predict(red);
    await service.api.get(`/api/predictions/${before}`).expect(200);
    const said = service.say(before, { label: 'Fox' });
    expect(await refused(said)).toEqual([503, 'STORAGE_READ_ONLY', '60']);
    await expect(service.end()).rejects.toThrow('did not stop cleanly'); // one is not written

    mount('mount', '-o', 'remount,rw', disk);
    service = await startLabelledService({ PERSISTENCE_DIR: persistence });
    await service.say(before, { label: 'Fox' }).expect(200);
    await expectReady(200);
  });

  it('that is nearly full: uploads are refused before anything of them is kept', async () => {
    service = await startLabelledService({
      PERSISTENCE_DIR: path.join(disk, 'persistence'),
      MIN_FREE_DISK_MIB: '64',
    });
    await eventually(async () => {
      const upload = service.upload([{ name: 'b.png', content: blue }], ['Wolf']);
      expect(await refused(upload)).toEqual([507, 'STORAGE_FULL', '60']);
    });
    await service.predict(red);
    await expectReady(200);
  });
});
