import type { VariableName } from '../../config/schema';

type LimitVariable = Extract<VariableName, `RATE_LIMIT_${string}_PER_${'MINUTE' | 'HOUR'}`>;

/** How often a client may do something. */
export interface Limit {
  /** How often, and in what time; 0: as often as it likes. */
  readonly variable: LimitVariable;
  /** What is counted, for the sentence of a refusal. */
  readonly what: string;
  /**
   * Whether it is for other clients only: the service's own pages have a budget for everything that
   * people do in them, so that nobody who uses them meets a limit made for programs.
   */
  readonly sparesOwnPages?: boolean;
}

/** Every rate limit, by the name that is in the headers and in the store. */
export const LIMITS = {
  predict: {
    variable: 'RATE_LIMIT_PREDICT_PER_MINUTE',
    what: 'single predictions',
    sparesOwnPages: true,
  },
  batch: {
    variable: 'RATE_LIMIT_BATCH_PER_MINUTE',
    what: 'batch predictions',
    sparesOwnPages: true,
  },
  attention: {
    variable: 'RATE_LIMIT_PREDICT_PER_MINUTE',
    what: 'maps of where the network looks',
    sparesOwnPages: true,
  },
  evaluate: {
    variable: 'RATE_LIMIT_EVALUATE_PER_HOUR',
    what: 'evaluations',
    sparesOwnPages: true,
  },
  'retrain-head': {
    variable: 'RATE_LIMIT_RETRAIN_HEAD_PER_HOUR',
    what: 'retrainings of the head',
    sparesOwnPages: true,
  },
  'retrain-full': {
    variable: 'RATE_LIMIT_RETRAIN_FULL_PER_HOUR',
    what: 'retrainings of every layer',
    sparesOwnPages: true,
  },
  search: {
    variable: 'RATE_LIMIT_SEARCH_PER_MINUTE',
    what: 'lists of predictions or samples',
    sparesOwnPages: true,
  },
  label: {
    variable: 'RATE_LIMIT_LABEL_PER_MINUTE',
    what: 'feedbacks or changes of samples and classes',
    sparesOwnPages: true,
  },
  upload: { variable: 'RATE_LIMIT_UPLOAD_PER_HOUR', what: 'uploads of training data' },
  'upload-bytes': {
    variable: 'RATE_LIMIT_UPLOAD_MIB_PER_HOUR',
    what: 'MiB of uploaded training data',
  },
  'upload-pictures': {
    variable: 'RATE_LIMIT_UPLOAD_PICTURES_PER_HOUR',
    what: 'uploaded pictures',
  },
  download: { variable: 'RATE_LIMIT_DOWNLOAD_PER_MINUTE', what: 'exports or downloads' },
  compare: { variable: 'RATE_LIMIT_COMPARE_PER_MINUTE', what: 'comparisons' },
  logs: { variable: 'RATE_LIMIT_LOGS_PER_MINUTE', what: 'looks at the log' },
  promote: { variable: 'RATE_LIMIT_PROMOTE_PER_MINUTE', what: 'changes of versions' },
  backbones: {
    variable: 'RATE_LIMIT_BACKBONES_PER_HOUR',
    what: 'networks added or removed',
    sparesOwnPages: true,
  },
  'sign-in': { variable: 'RATE_LIMIT_SIGN_IN_PER_MINUTE', what: 'tries to sign in' },
  // Counted apart, so that a sign-in at the identity provider, which is two requests, counts once.
  'sign-on': {
    variable: 'RATE_LIMIT_SIGN_IN_PER_MINUTE',
    what: 'returns from the identity provider',
  },
  'wrong-keys': { variable: 'RATE_LIMIT_WRONG_KEYS_PER_MINUTE', what: 'wrong keys' },
  default: {
    variable: 'RATE_LIMIT_DEFAULT_PER_MINUTE',
    what: 'requests',
    sparesOwnPages: true,
  },
  pages: { variable: 'RATE_LIMIT_PAGES_PER_MINUTE', what: 'requests of the pages' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

const WINDOWS_MS = { MINUTE: 60_000, HOUR: 3_600_000 } as const;

/** The time in which something is counted. */
export function windowOf({ variable }: Limit): { readonly ms: number; readonly words: string } {
  const unit = variable.endsWith('_HOUR') ? 'HOUR' : 'MINUTE';
  return { ms: WINDOWS_MS[unit], words: unit === 'HOUR' ? 'an hour' : 'a minute' };
}
