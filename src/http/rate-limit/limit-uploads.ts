import type { Request, Response } from 'express';
import { clientKey } from '../kit/client-key';
import { LIMITS, windowOf, type Limit } from '../kit/limits';
import { rateLimited } from './rate-limited';
import type { RateLimitParts } from './rate-limits';

/** Saves the labelled images of a form, and says how many it has saved. */
export type SaveUpload<Answer extends { readonly files_saved: number }> = (
  req: Request,
  res: Response,
) => Promise<Answer>;

const MIB = 1024 * 1024;
const SECOND_MS = 1000;

/** What an upload uses up. */
interface Cost {
  readonly bytes: number;
  readonly pictures: number;
}

/** The limits of uploads, in what they are counted by, and how much of that one unit is. */
const UPLOAD_LIMITS = [
  { name: 'upload', unit: 1, costOf: () => 1 },
  { name: 'upload-bytes', unit: MIB, costOf: ({ bytes }: Cost) => bytes },
  { name: 'upload-pictures', unit: 1, costOf: ({ pictures }: Cost) => pictures },
] as const;

/**
 * Limits uploads by what they bring rather than by their number: a folder may come as one archive
 * or as a hundred forms. They are counted when something of them has been saved, so that refused
 * ones cost a client nothing.
 *
 * @throws {HttpError} RATE_LIMITED, with `Retry-After`, before the upload is read
 */
export function limitUploads<Answer extends { readonly files_saved: number }>(
  save: SaveUpload<Answer>,
  { config, rateLimitStores }: RateLimitParts,
): SaveUpload<Answer> {
  if (!config.RATE_LIMIT_ENABLED) return save;
  const limits = UPLOAD_LIMITS.flatMap(({ name, unit, costOf }) => {
    const limit: Limit = LIMITS[name];
    const count = config[limit.variable];
    const amounts = rateLimitStores.amounts(name, windowOf(limit).ms);
    return count === 0 ? [] : [{ name, limit, count, most: count * unit, costOf, amounts }];
  });

  return async (req, res) => {
    const client = clientKey(req);
    for (const { name, limit, count, most, amounts } of limits) {
      const { amount, resetMs } = await amounts.used(client);
      if (amount < most) continue;
      const seconds = Math.max(1, Math.ceil(resetMs / SECOND_MS));
      res.set({
        'RateLimit-Policy': `"${name}"; q=${count}; w=${windowOf(limit).ms / SECOND_MS}`,
        RateLimit: `"${name}"; r=0; t=${seconds}`,
      });
      throw rateLimited(limit, count, seconds);
    }
    const { socket } = req;
    const readBytes = socket.bytesRead;
    const answer = await save(req, res);
    if (answer.files_saved === 0) return answer;
    const cost = {
      bytes: Number(req.get('Content-Length') ?? socket.bytesRead - readBytes),
      pictures: answer.files_saved,
    };
    for (const { costOf, amounts } of limits) await amounts.add(client, costOf(cost));
    return answer;
  };
}
