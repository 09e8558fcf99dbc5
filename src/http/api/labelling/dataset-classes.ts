import { json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import {
  classDeletedAnswerSchema,
  classRenamedAnswerSchema,
  renameClassSchema,
} from './samples-schema';
import type { LabellingParts } from './labelling-parts';

export const renameClass = defineRoute({
  method: 'patch',
  path: '/api/dataset/classes/:label',
  name: 'renameClass',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Gives a class another name; that of another class makes the two one.',
  description: '`merge` makes it one with a class that has the name already.',
  body: jsonBody(renameClassSchema, { name: 'Red panda' }),
  answer: json(classRenamedAnswerSchema),
  errors: ['INVALID_LABEL', 'CLASS_NOT_FOUND', 'CLASS_EXISTS', 'TOO_MANY_CLASSES'],
  handler:
    ({ labelling }: Pick<LabellingParts, 'labelling'>) =>
    async ({ req, body: { name, merge = false } }) => {
      const renamed = await labelling.renameClass(String(req.params.label), name, merge);
      return {
        label: renamed.label,
        relabelled: renamed.samples,
        merged: renamed.outcome === 'merged',
      };
    },
});

export const deleteClass = defineRoute({
  method: 'delete',
  path: '/api/dataset/classes/:label',
  name: 'deleteClass',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Deletes a class with all of its samples; a label of CIFAR-10 itself remains.',
  answer: json(classDeletedAnswerSchema),
  errors: ['INVALID_LABEL', 'CLASS_NOT_FOUND'],
  handler:
    ({ labelling }: Pick<LabellingParts, 'labelling'>) =>
    async ({ req }) => ({ deleted: await labelling.deleteClass(String(req.params.label)) }),
});
