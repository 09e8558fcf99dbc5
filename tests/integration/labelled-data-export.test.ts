import { fromBufferPromise } from 'yauzl';
import { colourPng } from '../support/colour-png';
import { jpeg } from '../support/images';
import { startLabelledService, type LabelledService } from '../support/labelled-service';

let service: LabelledService;
beforeEach(async () => (service = await startLabelledService()));
afterEach(() => service.end());

async function exported(): Promise<Buffer> {
  const { body } = await service.api
    .get('/api/dataset/export')
    .responseType('blob')
    .expect(200)
    .expect('Content-Type', 'application/zip')
    .expect('Content-Disposition', /^attachment/);
  return body as Buffer;
}

async function contents(zip: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const archive = await fromBufferPromise(zip, { lazyEntries: true });
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = [];
    const stream = await archive.openReadStreamPromise(entry);
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    found.set(entry.fileName, Buffer.concat(chunks));
  }
  return found;
}

describe('GET /api/dataset/export', () => {
  it('is an empty zip where there is nothing', async () => {
    expect((await contents(await exported())).size).toBe(0);
  });

  it('holds every sample under its label, as the file that it came as', async () => {
    const photo = await jpeg({ width: 60, height: 40 });
    const { files } = await service.save(
      [
        { name: 'a.jpg', content: photo },
        { name: 'b.png', content: colourPng([9, 9, 9]) },
      ],
      ['Cat', 'Polar Bear'],
    );
    const found = await contents(await exported());
    expect([...found.keys()].sort()).toEqual(
      [`Cat/${files[0]!.id}.jpg`, `Polar Bear/${files[1]!.id}.png`].sort(),
    );
    expect(photo.equals(found.get(`Cat/${files[0]!.id}.jpg`)!)).toBe(true);
  });

  it('gives the same samples and labels when it is uploaded again', async () => {
    const labels = ['Cat', 'what? "a:b" <c>|*', 'ends with a dot.', 'C:', 'Straße', '猫'];
    await service.save(
      labels.map((_, i) => ({ name: `${String(i)}.png`, content: colourPng([i, 90, 90]) })),
      labels,
    );
    const { id } = await service.predict(await jpeg({ width: 200, height: 100 }));
    await service.say(id, { correct: true }).expect(200);
    const before = await service.samples();
    const zip = await exported();
    expect([...(await contents(zip)).keys()].join()).not.toMatch(/[<>:"|?*\\]/);
    const again = await service.save([{ name: 'dataset.zip', content: zip }], []);
    expect(again).toMatchObject({ files_saved: 7, unchanged: 7, errors: [] });
    expect(await service.samples()).toEqual(before);
  });

  it('comes whole when there is more than a page of it', async () => {
    for (let part = 0; part < 3; part += 1) {
      await service.save(
        Array.from({ length: 50 }, (_, i) => ({
          name: `${String(i)}.png`,
          content: colourPng([i, part, 7]),
        })),
        ['Cat'],
      );
    }
    expect((await contents(await exported())).size).toBe(150);
  });
});
