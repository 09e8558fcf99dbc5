import type { RequestHandler, Response } from 'express';
import { STRINGS } from '../../dashboard/strings/strings';
import { addBackboneBodySchema } from '../api/backbones/backbones-schema';
import { writtenIn } from '../api/backbones/backbone-operations';
import { HttpError } from '../kit/errors/http-error';
import { parseForm } from '../kit/reading/parse-form';
import { orShowWhy } from './show-refusal';
import type { ModelPages } from './models';
import type { PageParts } from './page-parts';

export interface BackbonePages {
  /** GET /models/backbones, where browsers are after a form was refused. */
  readonly show: RequestHandler;
  /** POST /models/backbones: a form with a source, or one with a file. */
  readonly add: RequestHandler;
  /** POST /models/backbones/cancel */
  readonly cancel: RequestHandler;
  /** POST /models/backbones/:name/delete */
  readonly remove: RequestHandler;
}

const SECTION = '/models#backbones';
const SOURCE = 'source';

/** The forms about networks for photographs on the page of models. */
export function backbonePages(
  { backboneOperations: operations }: Pick<PageParts, 'backboneOperations'>,
  render: ModelPages['render'],
): BackbonePages {
  /** Shows the section with what a form has begun, or the page with why it was refused. */
  function change(res: Response, work: () => Promise<unknown>): Promise<void> {
    return orShowWhy(
      res,
      async () => {
        await work();
        res.redirect(303, SECTION);
      },
      (refusal) => {
        const notice = { level: 'bad', text: wordsOf(refusal) } as const;
        return render(res, { notice, status: refusal.status });
      },
    );
  }

  return {
    show: (_req, res) => res.redirect(303, SECTION),

    add: (req, res) =>
      change(res, async () => {
        if (typeof req.is('multipart/form-data') === 'string') {
          await operations.addFile(req, res);
          return;
        }
        const fields = [...(await parseForm(req))].map(([name, value]) => ({ name, value }));
        const source = addBackboneBodySchema.shape.source.safeParse(
          fields.find(({ name }) => name === SOURCE)?.value,
        );
        if (!source.success) {
          throw new HttpError('INVALID_BODY', STRINGS.backbonesNoSource, { cause: source.error });
        }
        const options = writtenIn(fields.filter(({ name }) => name !== SOURCE));
        await operations.addNamed(source.data, options);
      }),

    cancel: (req, res) =>
      change(res, async () => {
        await parseForm(req);
        operations.cancel();
      }),

    remove: (req, res) =>
      change(res, async () => {
        await parseForm(req);
        await operations.remove(String(req.params.name));
      }),
  };
}

/** A refusal, as a page says it: the API's words name its own routes. */
function wordsOf({ code, message }: HttpError): string {
  return code === 'BACKBONE_ADDING' ? STRINGS.backbonesOneAtATime : message;
}
