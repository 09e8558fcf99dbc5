import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { processTag, stateOfProcess } from '../config/process-tag';

/** Stands in no name of a version, nor in the tag of a process. */
const SEPARATOR = '~';

/**
 * Makes a folder for what is being written, beside what is whole: its name starts with a dot, so that
 * readers ignore it, and tells whose it is, so that it is swept when that process has ended.
 *
 * @param parent which is there
 * @param kind what it is for people who find it
 */
export function makeDraft(parent: string, kind: string): Promise<string> {
  return mkdtemp(path.join(parent, draftPrefix(kind)));
}

/** How the names of drafts of this process begin. */
export function draftPrefix(kind: string): string {
  return `.${kind}${SEPARATOR}${processTag()}${SEPARATOR}`;
}

/**
 * Whether the process that made a draft is still there.
 *
 * @param name of the folder
 * @returns `unknown` for one of another host, or of a release that gave no tags
 */
export function stateOfDraft(name: string): 'alive' | 'gone' | 'unknown' {
  return stateOfProcess(name.split(SEPARATOR)[1] ?? '');
}
