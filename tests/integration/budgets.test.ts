import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { trainingUploadRefusalSchema } from '../../src/http/api/labelling/samples-schema';
import { colourPng } from '../support/colour-png';
import { refusalOf, startLabelledService, type LabelledService } from '../support/labelled-service';
import { MULTIPART_TYPE, multipartBody } from '../support/multipart';
import { zipFile } from '../support/zip-file';

const TRAINING = '/api/upload/training-data';
const png = (shade: number): Buffer => colourPng([shade % 256, (shade * 7) % 256, shade >> 8]);
const files = (contents: readonly Buffer[]): Buffer =>
  multipartBody(
    contents.map((content, i) => ({ name: 'files', fileName: `${String(i)}.png`, content })),
  );

/** Many pixels in few bytes. */
const bomb = (side: number, format: 'png' | 'webp' = 'png'): Promise<Buffer> =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#123456' } })
    .toFormat(format)
    .toBuffer();

let service: LabelledService | undefined;
const start = async (environment: Record<string, string> = {}): Promise<LabelledService> =>
  (service = await startLabelledService({ PORT: '0', ...environment }));
afterEach(async () => {
  await service?.end();
  service = undefined;
});

const uploadsLeft = ({ persistence }: LabelledService): string[] => {
  const folder = path.join(persistence, 'uploads');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(^|\/)\d+$/.test(name),
  );
};

/** Waits for what happens by itself; fails the test by its time limit when it does not. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20);
}

describe('the pixels of a request', () => {
  it.each(['png', 'webp'] as const)(
    'end a batch of small files that stand for many (%s), and nothing is recorded',
    async (format) => {
      const { api } = await start({ MAX_REQUEST_PIXELS: '10000000' });
      const picture = await bomb(2000, format);
      const answer = api
        .post('/api/predict/batch')
        .set('Content-Type', MULTIPART_TYPE)
        .send(files([png(1), picture, picture, picture]));
      expect(await refusalOf(answer)).toBe('TOO_MANY_PIXELS');
      const { body } = await api.get('/api/statistics').expect(200);
      expect(body).toMatchObject({ total_predictions: 0 });
      await api
        .post('/api/predict/batch')
        .set('Content-Type', MULTIPART_TYPE)
        .send(files([png(1), picture, picture]))
        .expect(200);
    },
  );

  it('refuse thirty pictures of fifty megapixels without decoding one', async () => {
    const { api } = await start();
    const picture = Buffer.from(await bomb(100));
    picture.writeUInt32BE(7000, 16);
    picture.writeUInt32BE(7000, 20);
    const startedMs = performance.now();
    const answer = api
      .post('/api/predict/batch')
      .set('Content-Type', MULTIPART_TYPE)
      .send(files(Array.from({ length: 30 }, () => picture)));
    expect(await refusalOf(answer)).toBe('TOO_MANY_PIXELS');
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });

  it('end an upload of training data; what was added before stays, and the rest is told', async () => {
    const started = await start({ MAX_REQUEST_PIXELS: '1000000' });
    const picture = await bomb(1000);
    const many = Array.from({ length: 8 }, (_, i) => ({
      name: `Cat/${String(i)}.png`,
      content: png(i),
    }));
    const zip = zipFile([
      ...many,
      { name: 'Cat/large.png', content: picture },
      { name: 'Cat/larger.png', content: await bomb(1500) },
      { name: 'Cat/last.png', content: png(99) },
    ]);
    const answer = await started.save([{ name: 'a.zip', content: zip }], []);
    expect(answer.files_saved).toBe(8);
    expect(answer.errors.map(({ error }) => error).join()).toMatch(/megapixels/);
  });

  it('refuse an upload of training data of which nothing could be added', async () => {
    const started = await start({ MAX_REQUEST_PIXELS: '1000000' });
    const picture = await bomb(1500);
    expect(await refusalOf(started.upload([{ name: 'a.png', content: picture }], ['Cat']))).toBe(
      'TOO_MANY_PIXELS',
    );
    expect((await started.dataset()).total).toBe(0);
  });
});

describe('an archive', () => {
  /** Its directory points to the one file so many times. */
  function overlappingZip(content: Buffer, count: number): Buffer {
    const one = zipFile([{ name: 'Cat/000000.png', content }]);
    const directoryAt = one.readUInt32LE(one.length - 22 + 16);
    const entry = one.subarray(directoryAt, one.length - 22);
    const end = Buffer.from(one.subarray(one.length - 22));
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(entry.length * count, 12);
    const entries = Array.from({ length: count }, () => entry);
    return Buffer.concat([one.subarray(0, directoryAt), ...entries, end]);
  }

  it('whose entries are the same bytes is refused as a whole, before a picture is read', async () => {
    const started = await start();
    const zip = overlappingZip(await bomb(500), 4000);
    const startedMs = performance.now();
    const answer = await started.upload([{ name: 'a.zip', content: zip }], []);
    expect(answer.status).toBe(422);
    expect(trainingUploadRefusalSchema.parse(answer.body).error).toMatch(/overlap/);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect((await started.dataset()).total).toBe(0);
  });

  it('of one entry is none of these', async () => {
    const started = await start();
    await started.save([{ name: 'a.zip', content: overlappingZip(png(1), 1) }], []);
  });

  it('of more labels than one upload may have is refused as a whole', async () => {
    const started = await start({ MAX_UPLOAD_LABELS: '3' });
    const entries = [0, 1, 2, 3].map((i) => ({ name: `Label ${i}/a.png`, content: png(i) }));
    const answer = await started.upload([{ name: 'a.zip', content: zipFile(entries) }], []);
    expect(answer.status).toBe(422);
    expect(trainingUploadRefusalSchema.parse(answer.body).error).toMatch(/more than 3 labels/);
    await started.save([{ name: 'a.zip', content: zipFile(entries.slice(1)) }], []);
  });
});

describe('labels and samples', () => {
  it('are as many different ones in a form as may be', async () => {
    const started = await start({ MAX_UPLOAD_LABELS: '2' });
    const three = [0, 1, 2].map((i) => ({ name: `${i}.png`, content: png(i) }));
    expect(await refusalOf(started.upload(three, ['A', 'B', 'C']))).toBe('TOO_MANY_LABELS');
    await started.save(three, ['A', 'B', 'B']);
  });

  it('are counted over all archives of an upload', async () => {
    const started = await start({ MAX_UPLOAD_LABELS: '2' });
    const zip = (...names: string[]): Buffer =>
      zipFile(names.map((name, i) => ({ name: `${name}/a.png`, content: png(i + names.length) })));
    const answer = await started.save(
      [
        { name: 'a.zip', content: zip('A', 'B') },
        { name: 'b.zip', content: zip('C') },
      ],
      [],
    );
    expect(answer.files.map(({ label }) => label)).toEqual(['A', 'B']);
    expect(answer.errors.map(({ error }) => error)).toEqual(['The upload has more than 2 labels.']);
  });

  it('are no more than the service keeps', async () => {
    const started = await start({ MAX_SAMPLES: '3' });
    const some = [0, 1, 2, 3, 4].map((i) => ({ name: `${i}.png`, content: png(i) }));
    const answer = await started.save(some, ['A']);
    expect([answer.files_saved, answer.errors.length]).toEqual([3, 2]);
    expect(await refusalOf(started.upload(some.slice(4), ['A']))).toBe('TOO_MANY_SAMPLES');
  });
});

/** A request of which only the beginning is sent. */
async function half(
  port: number,
  route: string,
  body: Buffer,
  sentBytes: number,
): Promise<{ socket: Socket; answer: () => string }> {
  const socket = connect(port, '127.0.0.1');
  let answered = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answered += text));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST ${route} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${MULTIPART_TYPE}\r\n` +
      `Content-Length: ${String(body.length)}\r\n\r\n`,
  );
  socket.write(body.subarray(0, sentBytes));
  return { socket, answer: () => answered };
}

describe('a hundred uploads that stall', () => {
  it('of training data are refused beyond some, while everything else goes on', async () => {
    const started = await start({ MAX_UPLOADS_AT_ONCE: '2' });
    const port = Number(new URL(await started.listen()).port);
    const body = multipartBody([
      { name: 'labels', content: 'Cat' },
      { name: 'files', fileName: 'a', content: Buffer.alloc(200_000) },
    ]);
    const stalled = await Promise.all(
      Array.from({ length: 100 }, () => half(port, TRAINING, body, 1000)),
    );
    await until(() => stalled.filter(({ answer }) => answer() !== '').length === 98);
    const refused = stalled.map(({ answer }) => answer()).filter((text) => text !== '');
    for (const text of refused) {
      expect(text).toMatch(/^HTTP\/1.1 503 /);
      expect(text).toMatch(/Retry-After: 10/i);
      expect(text).toContain('UPLOADS_BUSY');
    }
    const startedMs = performance.now();
    await started.api.get('/api/health/live').expect(200);
    await started.predict(png(1));
    expect(performance.now() - startedMs).toBeLessThan(3000);
    expect(uploadsLeft(started).length).toBeLessThanOrEqual(2);
    for (const { socket } of stalled) socket.destroy();
    await until(() => uploadsLeft(started).length === 0);
    await started.save([{ name: 'a.png', content: png(2) }], ['Cat']);
  }, 60_000);

  it('of batches hold no more memory than they may, and single pictures are answered', async () => {
    const started = await start({ MAX_UPLOAD_MEMORY: '400000' });
    const port = Number(new URL(await started.listen()).port);
    const body = files([Buffer.alloc(200_000, 1), Buffer.alloc(50_000, 1)]);
    const stalled = await Promise.all(
      Array.from({ length: 20 }, () => half(port, '/api/predict/batch', body, 200_000)),
    );
    // One of them fits; the others are refused unread, in their turn.
    await until(() => stalled.filter(({ answer }) => answer() !== '').length === 19);
    for (const { answer } of stalled) {
      expect(answer()).toMatch(/^$|^HTTP\/1.1 503 /);
    }
    await started.api.get('/api/health/live').expect(200);
    await started.predict(png(1));
    for (const { socket } of stalled) socket.destroy();
    await until(async () => {
      const answer = await started.api
        .post('/api/predict/batch')
        .set('Content-Type', MULTIPART_TYPE)
        .send(body);
      return answer.status === 200;
    });
  }, 60_000);
});

describe('a client that leaves', () => {
  it('ends the work on its archive, and leaves nothing behind', async () => {
    const started = await start();
    const port = Number(new URL(await started.listen()).port);
    const entries = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => ({
        name: `Cat/${String(i)}`,
        content: await bomb(2000 + i),
      })),
    );
    const body = multipartBody([{ name: 'files', fileName: 'a.zip', content: zipFile(entries) }]);
    started.log.lines.length = 0;
    const { socket } = await half(port, TRAINING, body, body.length);
    await until(async () => (await started.dataset()).total > 0);
    socket.destroy();
    await until(() => uploadsLeft(started).length === 0);
    const { total } = await started.dataset();
    expect(total).toBeLessThan(60);
    await started.predict(png(1));
    expect((await started.dataset()).total).toBe(total);
    const errors = started.log.lines.filter(({ level }) => level === 'error');
    expect(errors).toEqual([]);
  }, 60_000);

  it('is told when its upload takes too long', async () => {
    const started = await start({ UPLOAD_TIMEOUT_MS: '1000' });
    const port = Number(new URL(await started.listen()).port);
    const body = files([Buffer.alloc(100_000)]);
    const { socket, answer } = await half(port, TRAINING, body, 5000);
    await until(() => answer().includes('request_id'));
    expect(answer()).toMatch(/^HTTP\/1.1 504 /);
    expect(answer()).toContain('DEADLINE_EXCEEDED');
    await until(() => uploadsLeft(started).length === 0);
    socket.destroy();
  });
});
