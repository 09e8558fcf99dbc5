import type { RequestHandler } from 'express';
import type { PageHandlers } from '../pages/page-handlers';
import { page, type WrittenAnswer } from './answers';
import { pageForm } from './bodies';
import type { Route, RouteFacts } from './route';

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
}: PageDefinition): Route {
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
