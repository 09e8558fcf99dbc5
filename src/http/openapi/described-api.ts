import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { Route } from '../kit/route';
import { apiDocument } from './document';

/** A description of the API as a file. */
export interface DescribedApi {
  readonly text: string;
  /** Changes with the text. */
  readonly etag: string;
}

/** The description of the API in both of its spellings. */
export interface ApiDescriptions {
  readonly json: DescribedApi;
  readonly yaml: DescribedApi;
}

/** Makes the descriptions when they are first asked for, as most processes never are. */
export function apiDescriptions(routes: readonly Route[], release: string): () => ApiDescriptions {
  let made: ApiDescriptions | undefined;
  return () => {
    if (made !== undefined) return made;
    const document = apiDocument(routes, release);
    made = { json: described(JSON.stringify(document)), yaml: described(stringify(document)) };
    return made;
  };
}

function described(text: string): DescribedApi {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return { text, etag: `"${hash}"` };
}
