import express from 'express';
import request from 'supertest';
import { HttpError } from '../../../../src/http/kit/errors/http-error';
import { orShowWhy } from '../../../../src/http/pages/show-refusal';

/** A page whose form fails with an error; other faults are answered by `the error page`. */
function pageOf(error: Error): express.Express {
  const app = express();
  app.post('/form', (_req, res) =>
    orShowWhy(
      res,
      () => Promise.reject(error),
      ({ message }) => void res.send(`notice: ${message}`),
    ),
  );
  const errorPage: express.ErrorRequestHandler = (_error, _req, res, next) => {
    if (res.headersSent) next();
    else res.status(500).send('the error page');
  };
  return app.use(errorPage);
}

describe('orShowWhy', () => {
  it('shows a refusal on the page, with its status', async () => {
    const refusal = new HttpError('INVALID_BODY', 'The label is missing.');
    const { text } = await request(pageOf(refusal)).post('/form').expect(400);
    expect(text).toBe('notice: The label is missing.');
  });

  it('shows on the page what cannot be done for a while', async () => {
    const refusal = new HttpError('QUEUE_FULL', 'Too much waits.', {
      headers: { 'Retry-After': '1' },
    });
    const { text } = await request(pageOf(refusal))
      .post('/form')
      .expect(503)
      .expect('Retry-After', '1');
    expect(text).toBe('notice: Too much waits.');
  });

  it('leaves every other fault to the error page', async () => {
    const { text } = await request(pageOf(new Error('a disk is full')))
      .post('/form')
      .expect(500);
    expect(text).toBe('the error page');
  });
});
