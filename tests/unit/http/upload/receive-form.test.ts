import { once } from 'node:events';
import { request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { StorageEngine } from 'multer';
import { HttpError } from '../../../../src/http/kit/errors/http-error';
import { errorHandler } from '../../../../src/http/middleware/error-handler';
import { receiveForm } from '../../../../src/http/upload/receive-form';
import { MULTIPART_TYPE, multipartBody } from '../../../support/multipart';
import { recordingLogger } from '../../../support/recording-logger';

const log = recordingLogger();
let error: NodeJS.ErrnoException;
const failing: StorageEngine = {
  _handleFile(_req, file, done) {
    file.stream.resume();
    done(error);
  },
  _removeFile: (_req, _file, done) => done(null),
};

let server: Server;
beforeAll(async () => {
  const app = express();
  app.use((_req, res, next) => {
    res.locals.requestId = 'id';
    next();
  });
  app.post('/', async (req, res) => {
    await receiveForm(req, res, failing, {
      field: 'files',
      maxFiles: 3,
      maxFields: 3,
      maxFieldBytes: 10,
      maxBodyBytes: 1_000_000,
      tooLarge: () => new HttpError('UPLOAD_TOO_LARGE', 'It is too large.'),
    });
    res.json({});
  });
  app.use(errorHandler({ logger: log, release: '1' }));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a storage that fails while a form is received', () => {
  it.each([
    ['ENOSPC', 507, 'STORAGE_FULL'],
    ['EDQUOT', 507, 'STORAGE_FULL'],
    ['EMFILE', 503, 'OUT_OF_RESOURCES'],
    ['ENFILE', 503, 'OUT_OF_RESOURCES'],
    ['EROFS', 503, 'STORAGE_READ_ONLY'],
    ['EIO', 500, 'INTERNAL_ERROR'],
  ])('%s is answered %i %s at once, and logged as an error', async (errno, status, code) => {
    log.lines.length = 0;
    error = Object.assign(new Error(`${errno}: it cannot`), { code: errno, syscall: 'write' });
    const body = multipartBody([{ name: 'files', fileName: 'a', content: 'a'.repeat(1000) }]);
    const client = request({
      port: (server.address() as AddressInfo).port,
      method: 'POST',
      headers: { 'Content-Type': MULTIPART_TYPE, 'Content-Length': body.length },
    });
    client.on('error', () => undefined);
    client.write(body.subarray(0, 300)); // the rest never comes
    const [answer] = (await once(client, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(status);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ code });
    client.destroy();
  });
});
