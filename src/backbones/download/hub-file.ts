import { BackboneError } from '../backbone-error';

/** A file of a repository on the Hugging Face Hub. */
export interface HubFile {
  /** `owner/name` */
  readonly repository: string;
  /** Inside the repository. */
  readonly path: string;
  /** A commit, or the name of a branch or tag. */
  readonly revision: string;
}

const DEFAULT_REVISION = 'main';
/** What names of owners, repositories, folders, files and revisions are made of. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;
const COMMIT = /^[0-9a-f]{40}$/;
const PREFIX = 'hf:';

/** Whether a text means a file on the hub. */
export function isHubFile(text: string): boolean {
  return text.startsWith(PREFIX);
}

/**
 * Reads `hf:<owner>/<repository>/<path>@<commit>`; without the last part it is the newest commit.
 *
 * @throws {BackboneError}
 *
 * @example
 * parseHubFile('hf:onnx-community/dinov2-small/onnx/model.onnx@8b1f705').path; // 'onnx/model.onnx'
 */
export function parseHubFile(text: string): HubFile {
  const [place = '', revision = DEFAULT_REVISION, ...more] = text.slice(PREFIX.length).split('@');
  const [owner = '', name = '', ...path] = place.split('/');
  const names = [owner, name, ...path, revision];
  if (more.length > 0 || path.length === 0 || !names.every((one) => NAME.test(one))) {
    throw new BackboneError(
      `${JSON.stringify(text)} does not name a file: hf:<owner>/<repository>/<path>@<commit> does.`,
    );
  }
  return { repository: `${owner}/${name}`, path: path.join('/'), revision };
}

/** Whether a revision names one commit for ever. */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}

/** Where a file is downloaded from. */
export function urlOf({ repository, path, revision }: HubFile, endpoint: string): URL {
  const base = endpoint.endsWith('/') ? endpoint : `${endpoint}/`;
  return new URL(`${repository}/resolve/${revision}/${path}`, base);
}
