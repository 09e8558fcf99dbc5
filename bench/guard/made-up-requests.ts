import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Request, Response } from 'express';
import type { Chain } from './chains';

/** Where requests go, with a query that has to be read. */
export const PATH = '/api/predict?top_k=3';

/** A request that came over no connection. */
export interface MadeUpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

declare module 'express-serve-static-core' {
  interface Locals {
    /** The body of a request that came over no connection. */
    madeUpBody?: Uint8Array;
  }
}

const SOCKET = Object.defineProperty(new Socket(), 'remoteAddress', { value: '127.0.0.1' });

/**
 * Sends a request through a chain of middleware.
 *
 * @returns the status: that of the error where there is one, else 200
 */
export function sendThrough(chain: Chain, { headers, body }: MadeUpRequest): Promise<number> {
  const message = Object.assign(new IncomingMessage(SOCKET), { url: PATH, method: 'POST' });
  message.headers = { 'content-length': String(body.length) };
  for (const [name, value] of Object.entries(headers)) message.headers[name.toLowerCase()] = value;
  const response = Object.assign(new ServerResponse(message), { locals: { madeUpBody: body } });
  return new Promise((resolve, reject) => {
    // Handlers of the chain end without writing anything: there is nobody to write to.
    response.end = () => {
      resolve(200);
      return response;
    };
    void chain(message as Request, response as unknown as Response, (error: unknown) => {
      if (hasStatus(error)) resolve(error.status);
      else reject(error instanceof Error ? error : new Error('nothing has answered'));
    });
  });
}

function hasStatus(error: unknown): error is { readonly status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}
