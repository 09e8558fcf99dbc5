import { DEFAULT_BACKBONE } from '../backbones/catalogue';
import { count, fileSize, percent } from './format';
import { hrefOf } from './models';
import { STRINGS, text } from './strings/strings';

/** The networks that versions can be made on, as the API says it. */
export interface BackbonesShown {
  readonly downloads: boolean;
  readonly backbones: readonly {
    readonly name: string;
    readonly description: string;
    readonly licence: string | null;
    readonly source: {
      readonly location: string;
      readonly sha256: string;
      readonly trusted: 'pinned' | 'first-use';
    };
    readonly input: { readonly width: number; readonly height: number };
    readonly features: number;
    readonly parameters: number;
    readonly notes: readonly string[];
    readonly versions: readonly string[];
  }[];
  readonly broken: readonly { readonly name: string; readonly versions: readonly string[] }[];
  readonly catalogue: readonly {
    readonly name: string;
    readonly description: string;
    readonly licence: string;
    readonly bytes: number;
    readonly imagenet_accuracy: number;
    readonly milliseconds: number;
    readonly is_estimated: boolean;
    readonly source: string;
  }[];
}

type Stage = 'receiving' | 'downloading' | 'converting' | 'writing';

/** The addition under way, or the last one, as the API says it. */
export interface AdditionShown {
  readonly state: 'idle' | 'adding' | 'added' | 'failed' | 'cancelled';
  readonly source: string | null;
  readonly progress: {
    readonly stage: Stage;
    readonly done_bytes: number | null;
    readonly total_bytes: number | null;
  } | null;
  readonly cancel_requested: boolean;
  readonly backbone: string | null;
  readonly version: string | null;
  readonly error: string | null;
}

export interface BackbonesView {
  readonly addition: AdditionView | undefined;
  readonly added: readonly AddedView[];
  readonly isOff: boolean;
  readonly catalogue: readonly {
    readonly name: string;
    readonly description: string;
    readonly facts: readonly string[];
    readonly isBest: boolean;
  }[];
  readonly fileHelp: string;
}

export type AdditionView =
  | {
      readonly kind: 'running';
      readonly heading: string;
      readonly words: string;
      /** undefined while it is not known how much there is */
      readonly bar: { readonly value: number; readonly max: number } | undefined;
      readonly isCancelling: boolean;
    }
  | {
      readonly kind: 'over';
      readonly level: 'good' | 'bad' | 'hint';
      readonly words: string;
      readonly link: { readonly href: string; readonly text: string } | undefined;
    };

interface AddedView {
  readonly name: string;
  readonly description: string;
  readonly facts: readonly string[];
  readonly notes: readonly string[];
  readonly versions: readonly { readonly name: string; readonly href: string }[];
  readonly isBroken: boolean;
  readonly removeHref: string;
}

const MILLION = 1e6;

/** Puts the networks for photographs into words. */
export function backbonesView(
  shown: BackbonesShown,
  addition: AdditionShown,
  { maxBytes }: { readonly maxBytes: number },
): BackbonesView {
  return {
    addition: additionView(addition),
    added: [
      ...shown.backbones.map(addedView),
      ...shown.broken.map(({ name, versions }) => ({
        name,
        description: STRINGS.backbonesBroken,
        facts: [],
        notes: [],
        versions: versionLinks(versions),
        isBroken: true,
        removeHref: removeHref(name),
      })),
    ],
    isOff: !shown.downloads,
    catalogue: shown.catalogue.map((entry) => ({
      name: entry.name,
      description: entry.description,
      facts: [
        text('backbonesBytes', { size: fileSize(entry.bytes) }),
        text('backbonesAccuracy', { percent: percent(entry.imagenet_accuracy) }),
        text(entry.is_estimated ? 'backbonesTimeEstimated' : 'backbonesTime', {
          ms: entry.milliseconds,
        }),
        entry.licence,
        ...(shown.downloads ? [] : [entry.source]),
      ],
      isBest: entry.name === DEFAULT_BACKBONE,
    })),
    fileHelp: text('backbonesFileHelp', { size: fileSize(maxBytes) }),
  };
}

function addedView({
  name,
  description,
  licence,
  source,
  input,
  features,
  parameters,
  notes,
  versions,
}: BackbonesShown['backbones'][number]): AddedView {
  return {
    name,
    description,
    facts: [
      text('backbonesSize', { width: input.width, height: input.height }),
      text('backbonesFeatures', { count: count(features) }),
      text('backbonesParameters', { count: (parameters / MILLION).toFixed(1) }),
      licence === null ? STRINGS.backbonesLicenceUnknown : text('backbonesLicence', { licence }),
      text('backbonesFrom', { source: source.location }),
    ],
    notes: [
      ...notes,
      ...(source.trusted === 'first-use'
        ? [text('backbonesFirstUse', { sha256: source.sha256 })]
        : []),
    ],
    versions: versionLinks(versions),
    isBroken: false,
    removeHref: removeHref(name),
  };
}

function versionLinks(versions: readonly string[]): AddedView['versions'] {
  return versions.map((version) => ({ name: version, href: hrefOf(version) }));
}

function removeHref(name: string): string {
  return `/models/backbones/${encodeURIComponent(name)}/delete`;
}

function additionView(addition: AdditionShown): AdditionView | undefined {
  const source = addition.source ?? '';
  switch (addition.state) {
    case 'idle':
      return undefined;
    case 'adding': {
      const { stage, done_bytes: done, total_bytes: total } = addition.progress!;
      return {
        kind: 'running',
        heading: text('backbonesAdding', { source }),
        words: progressWords(stage, done, total),
        bar: done !== null && total !== null ? { value: done, max: total } : undefined,
        isCancelling: addition.cancel_requested,
      };
    }
    case 'added':
      return addedWords(addition.backbone ?? source, addition.version);
    case 'failed': {
      const words = text('backbonesFailed', { source, reason: addition.error ?? '' });
      return { kind: 'over', level: 'bad', words, link: undefined };
    }
    case 'cancelled': {
      const words = text('backbonesCancelled', { source });
      return { kind: 'over', level: 'hint', words, link: undefined };
    }
  }
}

function addedWords(name: string, version: string | null): AdditionView {
  if (version === null) {
    return {
      kind: 'over',
      level: 'good',
      words: text('backbonesAddedNetwork', { name }),
      link: { href: '/train', text: STRINGS.backbonesAddedTrain },
    };
  }
  return {
    kind: 'over',
    level: 'good',
    words: text('backbonesAddedVersion', { name, version }),
    link: { href: hrefOf(version), text: text('backbonesAddedSee', { version }) },
  };
}

/** The same words as public/js/backbone-watch.js, which goes on with them. */
function progressWords(stage: Stage, done: number | null, total: number | null): string {
  const words = STRINGS[`backbonesStage_${stage}`];
  if (done === null) return words;
  return total === null
    ? text('backbonesAmountOpen', { stage: words, done: fileSize(done) })
    : text('backbonesAmount', { stage: words, done: fileSize(done), total: fileSize(total) });
}
