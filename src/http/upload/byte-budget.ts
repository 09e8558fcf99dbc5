import type { Response } from 'express';
import { HttpError } from '../kit/errors/http-error';
import type { ByteShare } from '../kit/reading/read-body';

/** `single` for one picture, `bulk` for a batch of them. */
export type UploadKind = 'single' | 'bulk';

export interface ByteBudgetOptions {
  /** All requests together. */
  readonly maxBytes: number;
  /** Batches together: single pictures find room beside them. */
  readonly maxBulkBytes: number;
}

/** What is in memory goes sooner than what is written to a disk. */
const RETRY_SECONDS = 2;

/**
 * Bounds the bytes of uploads that are in memory at the same time, in the whole process. What has
 * arrived counts, not what was announced: a client that sends nothing holds nothing.
 */
export class ByteBudget {
  readonly #options: ByteBudgetOptions;
  readonly #held: Record<UploadKind, number> = { single: 0, bulk: 0 };

  constructor(options: ByteBudgetOptions) {
    this.#options = options;
  }

  /** Bytes that are held at the moment. */
  get heldBytes(): number {
    return this.#held.single + this.#held.bulk;
  }

  /**
   * Opens a share that is given back when the response is over, one way or the other.
   *
   * @param announced bytes that the request says it has; none of it is read where they do not fit
   * @throws {HttpError} UPLOADS_BUSY
   */
  open(kind: UploadKind, res: Response, announced = 0): ByteShare {
    this.#refuseBeyond(kind, announced, 0);
    let own = 0;
    res.once('close', () => {
      this.#held[kind] -= own;
      own = 0;
    });
    return {
      grow: (bytes) => {
        if (res.closed) return;
        this.#refuseBeyond(kind, bytes, own);
        own += bytes;
        this.#held[kind] += bytes;
      },
    };
  }

  /** A request that holds everything there is alone may go on: it could never succeed otherwise. */
  #refuseBeyond(kind: UploadKind, bytes: number, own: number): void {
    const { maxBytes, maxBulkBytes } = this.#options;
    const isAlone = this.heldBytes === own;
    const fits =
      this.heldBytes + bytes <= maxBytes &&
      (kind === 'single' || this.#held.bulk + bytes <= maxBulkBytes);
    if (isAlone || fits) return;
    throw new HttpError('UPLOADS_BUSY', 'Too much is being uploaded; try again shortly.', {
      retrySeconds: RETRY_SECONDS,
    });
  }
}
