import { count } from './format';
import { STRINGS, text } from './strings/strings';

type Outcome = 'new' | 'unchanged' | 'relabelled' | 'moved';

/** What POST /api/upload/training-data answers, as far as it is shown. */
export interface UploadAnswer {
  readonly files_saved: number;
  readonly new: number;
  readonly unchanged: number;
  readonly relabelled: number;
  readonly moved: number;
  readonly files: readonly {
    readonly filename: string;
    readonly label: string;
    readonly outcome: Outcome;
    readonly previous_label: string | null;
  }[];
  readonly errors: readonly { readonly filename: string; readonly error: string }[];
  readonly skipped: readonly { readonly filename: string; readonly reason: string }[];
}

/** What became of an upload, in words. */
export interface UploadResultView {
  readonly saved: string;
  readonly refused: string | undefined;
  readonly skipped: string | undefined;
  /** What was refused comes first. */
  readonly rows: readonly UploadRow[];
  /** How many are not shown. */
  readonly more: string | undefined;
}

interface UploadRow {
  readonly fileName: string;
  readonly label: string;
  readonly outcome: string;
  readonly isRefused: boolean;
}

/** An archive of thousands would make a page of megabytes. */
const MOST_ROWS = 200;

export function uploadResultView(answer: UploadAnswer): UploadResultView {
  const { files, errors, skipped } = answer;
  const refused = errors.map(({ filename, error }) => ({
    fileName: filename,
    label: STRINGS.none,
    outcome: error,
    isRefused: true,
  }));
  const leftOut = skipped.map(({ filename, reason }) => ({
    fileName: filename,
    label: STRINGS.none,
    outcome: text('dataResultSkippedFile', { reason }),
    isRefused: false,
  }));
  const saved = files
    .slice(0, MOST_ROWS)
    .map(({ filename, label, outcome, previous_label: previous }) => ({
      fileName: filename,
      label,
      outcome: outcomeOf(outcome, previous),
      isRefused: false,
    }));
  const rows = [...refused, ...leftOut, ...saved].slice(0, MOST_ROWS);
  const left = files.length + errors.length + skipped.length - rows.length;
  return {
    saved: [
      text('dataResultSaved', {
        saved: count(answer.files_saved),
        new: count(answer.new),
        relabelled: count(answer.relabelled),
        unchanged: count(answer.unchanged),
      }),
      ...(answer.moved === 0 ? [] : [text('dataResultSavedMoved', { count: count(answer.moved) })]),
    ].join(', '),
    refused:
      errors.length === 0 ? undefined : text('dataResultRefused', { count: count(errors.length) }),
    skipped:
      skipped.length === 0
        ? undefined
        : text('dataResultSkipped', { count: count(skipped.length) }),
    rows,
    more: left === 0 ? undefined : text('dataResultMore', { count: count(left) }),
  };
}

function outcomeOf(outcome: Outcome, previous: string | null): string {
  switch (outcome) {
    case 'new':
      return STRINGS.dataResultNew;
    case 'unchanged':
      return STRINGS.dataResultUnchanged;
    case 'relabelled':
      return text('dataResultRelabelled', { label: previous ?? STRINGS.none });
    case 'moved':
      return STRINGS.dataResultMoved;
  }
}
