import type { RequestHandler, Response } from 'express';
import type { ModelOperations } from '../model-operations';
import { parseBody } from '../parse-body';
import { promoteBodySchema, type DeletedModelAnswer, type PromotedAnswer } from '../schemas/models';

export interface ModelChanges {
  /** POST /api/models/:version/promote: from now on it answers. */
  readonly promote: RequestHandler;
  /** POST /api/models/rollback: back to the one before. */
  readonly rollback: RequestHandler;
  /** DELETE /api/models/:version */
  readonly remove: RequestHandler;
}

export function modelChanges(operations: ModelOperations): ModelChanges {
  return {
    promote: async (req, res: Response<PromotedAnswer>) => {
      const { force } = await parseBody(promoteBodySchema, req);
      res.json(await operations.promote(String(req.params.version), force));
    },
    rollback: async (_req, res: Response<PromotedAnswer>) => {
      res.json(await operations.rollback());
    },
    remove: async (req, res: Response<DeletedModelAnswer>) => {
      res.json(await operations.remove(String(req.params.version)));
    },
  };
}
