import type { RequestHandler, Response } from 'express';
import { ANYBODY } from '../../auth/actor';
import type { AuditLog } from '../../auth/audit-log';

declare module 'express-serve-static-core' {
  interface Locals {
    /** What a route has changed, where its path does not say it. Never a secret. */
    auditObject?: string;
  }
}

export interface AuditOptions {
  readonly auditLog: Pick<AuditLog, 'record'>;
  readonly now: () => Date;
}

/** As nginx has it: the client went away before the answer was sent. */
const CLIENT_CLOSED_REQUEST = 499;
const MAX_OBJECT_LENGTH = 300;
const MAX_NAME_LENGTH = 100;

/**
 * Writes one entry of the audit log for each request, when its outcome is known and before its client
 * is told. It stands behind the guard that asks who it is and before the one that asks whether they
 * may: what somebody was denied is in the log as well.
 *
 * @param route as it is in the table
 */
export function audit(route: string, { auditLog, now }: AuditOptions): RequestHandler {
  return (req, res, next) => {
    // Read now: a closed socket no longer knows its peer.
    const address = (req.ip ?? 'unknown').slice(0, 64);
    let written: Promise<void> | undefined;
    const write = (status: number): Promise<void> => {
      const { kind, id, name } = res.locals.actor ?? ANYBODY;
      written ??= auditLog.record({
        at: now().getTime(),
        actorKind: kind,
        actorId: id,
        actorName: name?.slice(0, MAX_NAME_LENGTH) ?? null,
        address,
        method: req.method,
        route,
        // What is behind the question mark may hold anything, and is left out.
        object: (res.locals.auditObject ?? req.path).slice(0, MAX_OBJECT_LENGTH),
        status,
        requestId: res.locals.requestId,
      });
      return written;
    };
    holdEnd(res, () => write(res.statusCode));
    res.once('close', () => void write(CLIENT_CLOSED_REQUEST));
    next();
  };
}

/** Has the end of an answer wait for something that never fails. */
function holdEnd(res: Response, wait: () => Promise<void>): void {
  const end = res.end.bind(res) as (...parameters: unknown[]) => Response;
  let isEnding = false;
  res.end = ((...parameters: unknown[]) => {
    if (isEnding) return res;
    isEnding = true;
    void wait().then(() => end(...parameters));
    return res;
  }) as Response['end'];
}
