import type { RequestHandler, Response } from 'express';
import { findGoodModel } from '../find-model';
import type { HttpParts } from '../http-parts';
import { listedModel, modelAnswer } from '../model-answer';
import type { ModelAnswer, ModelsAnswer } from '../schemas/models';

type Parts = Pick<HttpParts, 'active' | 'catalogue'>;

/** Of the activations, how many the list shows. */
const ACTIVATIONS = 20;

/** GET /api/models: every version on disk, the broken ones too. */
export function listModels({ active, catalogue }: Parts): RequestHandler {
  return async (_req, res: Response<ModelsAnswer>) => {
    const entries = await catalogue.list();
    const activations = await active.history(ACTIVATIONS);
    const current = active.current?.version.name;
    res.json({
      active: current ?? null,
      pinned_to: active.pinnedTo ?? null,
      models: entries.map((entry) => listedModel(entry, current)),
      activations: activations.map(({ version, activatedAt, cause, job }) => ({
        version,
        activated_at: new Date(activatedAt).toISOString(),
        cause,
        job,
      })),
    });
  };
}

/** GET /api/models/:version */
export function findOneModel({ active, catalogue }: Parts): RequestHandler {
  return async (req, res: Response<ModelAnswer>) => {
    const entry = await findGoodModel(catalogue, String(req.params.version));
    const { parent } = entry.card;
    const parentEntry = parent === null ? undefined : await catalogue.find(parent);
    const goodParent = parentEntry?.kind === 'good' ? parentEntry : undefined;
    res.json(modelAnswer(entry, goodParent, active.current?.version.name));
  };
}
