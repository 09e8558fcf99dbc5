import { shell, type Shell } from './shell';
import { STRINGS, text } from './strings/strings';

export interface ErrorSource {
  readonly status: number;
  /** What went wrong, in a sentence. */
  readonly message: string;
  readonly requestId: string;
  readonly release: string;
}

/** What is shown where a page cannot be. */
export interface ErrorView {
  readonly shell: Shell;
  readonly heading: string;
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

export function errorPage({ status, message, requestId, release }: ErrorSource): ErrorView {
  return {
    shell: shell({ page: 'error', release, strings: {} }),
    heading: status === 404 ? STRINGS.errorPageMissing : STRINGS.errorPageFailed,
    message,
    help: helpFor(status, requestId),
  };
}

function helpFor(status: number, requestId: string): string {
  if (status === 404) return STRINGS.errorPageMissingHelp;
  if (status >= 500) return text('errorPageServerHelp', { id: requestId });
  return STRINGS.errorPageHelp;
}
