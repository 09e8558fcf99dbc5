import { ownValue } from '../../../config/named-values';
import { LabelReader } from '../../../dataset/samples/label-reader';
import { clientSignal } from '../../kit/client-signal';
import { json, Reply } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { PICTURE_ERRORS } from '../../api/predictions/picture-errors';
import { readProtocolJson } from '../read-body';
import { EXAMPLE_CONFIG, EXAMPLE_TASK } from './example-task';
import { choicesOfImage } from './label-config';
import { taskPictures } from './predict';
import {
  annotatedChoiceSchema,
  webhookAnswerSchema,
  webhookBodySchema,
  type WebhookAnswer,
  type WebhookBody,
} from './schemas';
import type { ProtocolParts } from '../protocol-parts';

const EXAMPLE = {
  action: 'ANNOTATION_CREATED',
  project: { label_config: EXAMPLE_CONFIG },
  task: EXAMPLE_TASK,
  annotation: {
    result: [
      { from_name: 'class', to_name: 'picture', type: 'choices', value: { choices: ['Cat'] } },
    ],
  },
};

const TEACHING = ['ANNOTATION_CREATED', 'ANNOTATION_UPDATED'];

export const labelStudioWebhook = defineRoute({
  method: 'post',
  path: '/label-studio/webhook',
  name: 'labelStudioWebhook',
  subject: 'protocols',
  scope: 'data:write',
  limit: 'label',
  summary: 'Label Studio: the picture of a new or changed annotation becomes a labelled sample.',
  description: 'Events of any other kind are ignored, and answered with the reason.',
  body: streamedBody({ form: [], files: [], json: jsonBody(webhookBodySchema, EXAMPLE) }),
  answer: json(webhookAnswerSchema, { status: 201 }),
  errors: [
    ...PICTURE_ERRORS,
    'INVALID_LABEL',
    'TOO_MANY_CLASSES',
    'FILE_TOO_LARGE',
    'PICTURE_NOT_FETCHED',
  ],
  handler: (parts: ProtocolParts) => {
    const { labelledData, uploads } = parts;
    const pictures = taskPictures(parts);
    return async ({ req, res }): Promise<Reply<WebhookAnswer>> => {
      const signal = clientSignal(res);
      const body = await readProtocolJson(webhookBodySchema, req, res, uploads.memory);
      const annotated = annotatedOf(body);
      if ('reason' in annotated) return ignored(annotated.reason);
      const label = await new LabelReader(labelledData.samples).read(annotated.label);
      const share = uploads.memory.open('bulk', res);
      const { fileName, bytes } = await pictures.read(annotated.picture, {
        signal,
        grow: (more) => share.grow(more),
      });
      const image = { fileName, label, source: 'upload', isTest: false, bytes } as const;
      const [added] = await labelledData.collection.add([image], { signal });
      if ('error' in added!) throw added.error;
      return new Reply({ outcome: added!.outcome, sample_id: added!.id }, { status: 201 });
    };
  },
});

function ignored(reason: string): Reply<WebhookAnswer> {
  return new Reply({ outcome: 'ignored' as const, reason }, { status: 201 });
}

type Annotated =
  | { readonly label: string; readonly picture: unknown }
  | { /** Why it teaches nothing. */ readonly reason: string };

function annotatedOf({ action, annotation, task, project }: WebhookBody): Annotated {
  if (!TEACHING.includes(action)) return { reason: `${action} teaches nothing` };
  if (annotation === undefined || task === undefined) {
    return { reason: 'the event has no annotation of a task' };
  }
  if (annotation.was_cancelled === true) return { reason: 'the task was skipped' };
  const choices = annotation.result.flatMap((region) => {
    const choice = annotatedChoiceSchema.safeParse(region);
    return choice.success ? [choice.data] : [];
  });
  const config = choicesOfImage(project?.label_config ?? '');
  const [choice] =
    config === undefined ? choices : choices.filter(({ to_name }) => to_name === config.toName);
  if (choice === undefined) return { reason: 'nothing was chosen for a picture' };
  const [chosen, ...others] = choice.value.choices;
  if (chosen === undefined || others.length > 0) {
    return { reason: 'a picture is of one class here' };
  }
  const known = [...(config?.choices.values() ?? [])].find(({ written }) => written === chosen);
  const label = known?.name ?? chosen;
  const values = Object.values(task.data);
  const picture =
    config === undefined ? values.length === 1 && values[0] : ownValue(task.data, config.dataKey);
  return { label, picture };
}
