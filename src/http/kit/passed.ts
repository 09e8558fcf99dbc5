import type { Request, RequestHandler, Response } from 'express';

/**
 * Has a middleware look at a request in the middle of another handler.
 *
 * @throws what the middleware hands on as an error
 */
export function passed(handler: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown): void => {
      if (error === undefined) resolve();
      else
        reject(
          error instanceof Error
            ? error
            : new Error('a middleware refused a request', { cause: error }),
        );
    };
    void Promise.resolve(handler(req, res, next)).catch(reject);
  });
}
