import type { RequestHandler } from 'express';
import type { PageHandlers } from './page-handlers';
import { page, type WrittenAnswer } from '../kit/answers';
import { pageForm } from '../kit/bodies';
import type { Route, RouteFacts } from '../kit/route';

/** What the routes of pages work with. */
export interface PageRouteParts {
  readonly pages: PageHandlers;
}

interface PageDefinition extends Pick<
  RouteFacts,
  'method' | 'path' | 'scope' | 'limit' | 'summary' | 'needsAuth' | 'isAudited'
> {
  readonly answer?: WrittenAnswer;
  readonly handler: (pages: PageHandlers) => RequestHandler;
}

/**
 * Defines a page, or what one of its forms is sent to. Pages answer with words rather than codes, and
 * read their forms and addresses themselves, because what is wrong there is shown in the page.
 */
export function definePage({
  method,
  path,
  handler,
  answer = page,
  ...facts
}: PageDefinition): Route<PageRouteParts> {
  return {
    ...facts,
    method,
    path,
    name: `${method} ${path}`,
    subject: 'pages',
    query: undefined,
    body: method === 'post' ? pageForm : undefined,
    answer,
    errors: [],
    handlers: ({ pages }) => [handler(pages)],
  };
}
