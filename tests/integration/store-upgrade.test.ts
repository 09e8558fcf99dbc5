import { rmSync } from 'node:fs';
import { Migrator } from 'kysely';
import { sampleFile, samplesFolder } from '../../src/dataset/samples/sample-files';
import { migrationProvider } from '../../src/store/migrations/migration-provider';
import { openHistoryDatabase } from '../../src/store/open-history-database';
import { colourPng } from '../support/colour-png';
import { jpeg } from '../support/images';
import {
  startLabelledService,
  withRequests,
  type LabelledService,
} from '../support/labelled-service';

const BEFORE = '0008-samples-of-label-and-source';

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService()));
afterEach(() => service.end());

/** Makes the database one of the release before: samples have pixels, and nothing tells their files. */
async function downgrade(): Promise<void> {
  const database = await openHistoryDatabase(service.persistence);
  await database
    .updateTable('samples')
    .set({ pixels: new Uint8Array(3072).fill(77) })
    .execute();
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  const { error } = await migrator.migrateTo(BEFORE);
  expect(error).toBeUndefined();
  await database.destroy();
}

it('takes over the store of the release before while it serves, and loses nothing of a damaged one', async () => {
  const photo = await jpeg({ width: 90, height: 60 });
  const others = Array.from({ length: 10 }, (_, i) => colourPng([i, 60, 61]));
  const files = [photo, ...others].map((content, i) => ({ name: `${i}.picture`, content }));
  const { files: saved } = await service.save(files, ['Fox']);
  const before = await service.samples();
  expect(before.filter(({ held_out }) => held_out)).toHaveLength(1);
  await service.stop();
  await downgrade();
  const lost = saved[3]!;
  rmSync(sampleFile(samplesFolder(service.persistence), lost.id, 'png'));

  const reopened = await service.restart();
  const again = withRequests(reopened, service.persistence);
  const find = async (id: string): Promise<Record<string, unknown>> =>
    (await again.api.get(`/api/dataset/samples/${id}`).expect(200)).body as Record<string, unknown>;
  // It goes on beside everything else, in the order of the ids, until nothing is left to do.
  const database = await openHistoryDatabase(service.persistence);
  while ((await database.selectFrom('samples_to_take_over').selectAll().execute()).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await database.destroy();

  expect((await again.samples()).map(({ id, held_out }) => [id, held_out])).toEqual(
    before.map(({ id, held_out }) => [id, held_out]),
  );
  expect(await find(lost.id)).toMatchObject({ format: 'png', width: 32, file_name: '3.picture' });
  const picture = await again.api.get(`/api/dataset/samples/${lost.id}/image`).expect(200);
  expect(picture.get('Content-Type')).toBe('image/png');
  const uploaded = await again.save([{ name: 'again.jpg', content: photo }], ['Fox']);
  expect(uploaded).toMatchObject({ new: 0, unchanged: 1, files: [{ id: saved[0]!.id }] });
  expect((await again.dataset()).total).toBe(11);
  await reopened.stop();
});
