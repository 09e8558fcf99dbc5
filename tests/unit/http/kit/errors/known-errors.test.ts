import { UnrunnableVersionError, EngineError } from '../../../../../src/inference/errors';
import { BackboneError } from '../../../../../src/backbones/backbone-error';
import { BrokenVersionError } from '../../../../../src/registry/errors';
import { ImageError } from '../../../../../src/imaging/image-error';
import { ThreadEndedError } from '../../../../../src/inference/engine-thread';
import { toHttpError } from '../../../../../src/http/kit/errors/to-http-error';
import { HttpError } from '../../../../../src/http/kit/errors/http-error';

const codeOf = (error: unknown): string => toHttpError(error).code;

describe('what a client is told of an error', () => {
  it('is found by its class, in the words of the table', () => {
    expect(toHttpError(new BrokenVersionError('v1', 'head.bin is missing'))).toMatchObject({
      code: 'MODEL_BROKEN',
      status: 409,
      message: 'Model version "v1" is broken: head.bin is missing.',
    });
  });

  it('can be known from the error itself', () => {
    expect(codeOf(new ImageError('EMPTY_FILE', 'The file is empty.'))).toBe('EMPTY_FILE');
    expect(codeOf(new BackboneError('taken', { problem: 'exists' }))).toBe('BACKBONE_EXISTS');
  });

  it('tells a version that cannot be run from an engine that failed under a request', () => {
    expect(codeOf(new UnrunnableVersionError('no such operator'))).toBe('MODEL_BROKEN');
    expect(codeOf(new EngineError('the batch is refused'))).toBe('INTERNAL_ERROR');
    expect(codeOf(new ThreadEndedError('the thread ended'))).toBe('INTERNAL_ERROR');
  });

  it('is what the table says of a class that the error only extends', () => {
    class OddImageError extends ImageError {}
    expect(codeOf(new OddImageError('CORRUPT_IMAGE', 'It is odd.'))).toBe('CORRUPT_IMAGE');
  });

  it('is what the disk says where that kept a backbone from being used', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const options = { problem: 'storage', cause: full } as const;
    expect(codeOf(new BackboneError('/srv/backbones', options))).toBe('STORAGE_FULL');
    expect(toHttpError(new BackboneError('/srv/backbones', { problem: 'storage' }))).toMatchObject({
      code: 'STORAGE_BROKEN',
      message: 'The folder of backbones cannot be used.',
      headers: { 'Retry-After': '60' },
    });
  });

  it('names no part of what is not in the table', () => {
    expect(toHttpError(new TypeError('/srv/secret')).message).toBe(
      'Something went wrong on our side.',
    );
  });
});

describe('when to try again', () => {
  it('is what the table of codes says, unless the error knows better', () => {
    expect(new HttpError('UPLOADS_BUSY', 'Busy.').headers).toEqual({ 'Retry-After': '10' });
    expect(new HttpError('UPLOADS_BUSY', 'Busy.', { retrySeconds: 2 }).headers).toEqual({
      'Retry-After': '2',
    });
  });

  it('stands beside the other headers of an error', () => {
    const headers = { Allow: 'GET' };
    expect(new HttpError('METHOD_NOT_ALLOWED', 'No.', { headers }).headers).toEqual(headers);
  });
});
