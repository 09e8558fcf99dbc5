import type { RequestHandler, Response } from 'express';
import { addingAnswer, backbonesAnswer } from '../backbone-answer';
import type { BackboneOperations } from '../backbone-operations';
import type { HttpParts } from '../http-parts';
import { parseBody } from '../parse-body';
import {
  addBackboneBodySchema,
  type AddBackboneAnswer,
  type AddingAnswer,
  type BackbonesAnswer,
  type CancelAddingAnswer,
  type RemovedBackboneAnswer,
} from '../schemas/backbones';

export interface BackboneRoutes {
  /** GET /api/backbones */
  readonly list: RequestHandler;
  /** POST /api/backbones: 202, as it goes on by itself. */
  readonly add: RequestHandler;
  /** GET /api/backbones/adding */
  readonly showAdding: RequestHandler;
  /** DELETE /api/backbones/adding */
  readonly cancel: RequestHandler;
  /** DELETE /api/backbones/:name */
  readonly remove: RequestHandler;
}

const STATUS_URL = '/api/backbones/adding';

/** The networks that versions can be made on, over the API. */
export function backboneRoutes(
  parts: Pick<HttpParts, 'backbones' | 'catalogue'>,
  operations: BackboneOperations,
): BackboneRoutes {
  return {
    list: async (_req, res: Response<BackbonesAnswer>) => {
      res.json(await backbonesAnswer(parts));
    },

    add: async (req, res: Response<AddBackboneAnswer>) => {
      if (typeof req.is('multipart/form-data') === 'string') {
        await operations.addFile(req, res);
      } else {
        const { source, ...options } = await parseBody(addBackboneBodySchema, req);
        await operations.addNamed(source, options);
      }
      res.status(202).location(STATUS_URL).json({
        message: 'The network is being added.',
        status: 'in_progress',
        check_status_url: STATUS_URL,
      });
    },

    showAdding: (_req, res: Response<AddingAnswer>) => {
      res.json(addingAnswer(parts.backbones.current));
    },

    cancel: (_req, res: Response<CancelAddingAnswer>) => {
      operations.cancel();
      res.json({ message: 'Adding the network is broken off.' });
    },

    remove: async (req, res: Response<RemovedBackboneAnswer>) => {
      res.json(await operations.remove(String(req.params.name)));
    },
  };
}
