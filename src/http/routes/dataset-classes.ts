import type { RequestHandler, Response } from 'express';
import { LabelReader } from '../../dataset/samples/label-reader';
import type { HttpParts } from '../http-parts';
import { parseBody } from '../parse-body';
import {
  renameClassSchema,
  type ClassDeletedAnswer,
  type ClassRenamedAnswer,
} from '../schemas/samples';

type Parts = Pick<HttpParts, 'labelledData'>;

/** PATCH /api/dataset/classes/:label: another name; that of another class makes the two one. */
export function renameClass({ labelledData: { collection, samples } }: Parts): RequestHandler {
  return async (req, res: Response<ClassRenamedAnswer>) => {
    const { name, merge = false } = await parseBody(renameClassSchema, req);
    const labels = new LabelReader(samples);
    const from = await labels.read(String(req.params.label));
    const renamed = await collection.renameClass(from, await labels.read(name), merge);
    res.json({
      label: renamed.label,
      relabelled: renamed.samples,
      merged: renamed.outcome === 'merged',
    });
  };
}

/** DELETE /api/dataset/classes/:label: all of its samples, and the label unless it is of CIFAR-10. */
export function deleteClass({ labelledData: { collection, samples } }: Parts): RequestHandler {
  return async (req, res: Response<ClassDeletedAnswer>) => {
    const label = await new LabelReader(samples).read(String(req.params.label));
    res.json({ deleted: await collection.deleteClass(label) });
  };
}
