import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Response } from 'express';
import { HttpError } from '../../../../src/http/kit/errors/http-error';
import { ByteBudget } from '../../../../src/http/upload/byte-budget';
import { watchProgress } from '../../../../src/http/kit/reading/watch-progress';

/** A response as far as the budget looks at it. */
const response = (): Response => Object.assign(new EventEmitter(), { closed: false }) as never;
const end = (res: Response): void => void res.emit('close');

describe('memory for uploads', () => {
  const make = (): ByteBudget => new ByteBudget({ maxBytes: 100, maxBulkBytes: 70 });

  it('is what has arrived, of all requests together, until their responses are over', () => {
    const budget = make();
    const first = response();
    const second = response();
    budget.open('bulk', first, 60).grow(40);
    const share = budget.open('single', second, 50);
    share.grow(60);
    expect(budget.heldBytes).toBe(100);
    expect(() => share.grow(1)).toThrow(expect.objectContaining({ code: 'UPLOADS_BUSY' }) as Error);
    end(first);
    share.grow(1);
    end(second);
    expect(budget.heldBytes).toBe(0);
  });

  it('has room for single pictures beside any number of batches', () => {
    const budget = make();
    budget.open('bulk', response()).grow(40);
    expect(() => budget.open('bulk', response(), 40)).toThrow(HttpError);
    const late = budget.open('bulk', response());
    expect(() => late.grow(40)).toThrow(HttpError);
    budget.open('single', response(), 60).grow(60);
  });

  it('holds one request that is larger than all of it, alone', () => {
    const budget = make();
    const res = response();
    const share = budget.open('bulk', res, 500);
    share.grow(400);
    share.grow(100);
    expect(() => budget.open('single', response(), 1)).toThrow(HttpError);
    end(res);
    expect(budget.heldBytes).toBe(0);
  });

  it('holds nothing for a request whose response is over already', () => {
    const budget = make();
    const res = response();
    const share = budget.open('single', res);
    end(res);
    Object.assign(res, { closed: true });
    share.grow(50);
    expect(budget.heldBytes).toBe(0);
  });
});

describe('a body that stops arriving', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is given up after ten seconds, and told so on a connection that is closed', () => {
    const body = new PassThrough();
    const onStall = jest.fn<undefined, [HttpError]>();
    watchProgress(body, onStall);
    body.emit('data', Buffer.alloc(100_000));
    jest.advanceTimersByTime(10_000);
    expect(onStall).not.toHaveBeenCalled();
    body.emit('data', Buffer.alloc(100));
    jest.advanceTimersByTime(30_000);
    expect(onStall).toHaveBeenCalledTimes(1);
    const [error] = onStall.mock.calls[0]!;
    expect([error.code, error.headers]).toEqual(['REQUEST_TIMEOUT', { Connection: 'close' }]);
  });

  it("is not the client's fault while nobody reads", () => {
    const body = new PassThrough();
    const onStall = jest.fn();
    watchProgress(body, onStall);
    body.pause();
    jest.advanceTimersByTime(60_000);
    expect(onStall).not.toHaveBeenCalled();
  });

  it.each(['end', 'close', 'error'])('is watched until its %s only', (event) => {
    const body = new PassThrough();
    const onStall = jest.fn();
    watchProgress(body, onStall);
    body.on('error', () => undefined);
    body.emit(event);
    expect(jest.getTimerCount()).toBe(0);
  });
});
