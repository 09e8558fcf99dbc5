/** Texts of /docs. */
export const DOCS_STRINGS = {
  docsTitle: 'API',
  docsHeading: 'API reference',
  docsIntro:
    'Every operation of the service. “Try it out” sends the request from this page, to this service.',
  docsOperations: 'Operations',
  docsAsJson: 'openapi.json',
  docsAsYaml: 'openapi.yaml',
  docsNoScript: 'The reference is drawn by a script. The files above hold the same.',
  docsFailed: 'The reference could not be loaded; the files above hold the same.',
} as const;
