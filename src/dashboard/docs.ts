import { shell, type Shell } from './shell';
import { DOCS_STRINGS } from './strings/docs';

export interface DocsView {
  readonly shell: Shell;
}

/** The reference of the API, which a script draws from the API's own description. */
export function docsPage(release: string): DocsView {
  const { docsFailed } = DOCS_STRINGS;
  return { shell: shell({ page: 'docs', release, styles: ['docs'], strings: { docsFailed } }) };
}
