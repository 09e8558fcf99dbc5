import type { Metrics, ModelCard } from '../registry/card';
import { VERSION_FILES } from '../registry/version-files';
import type { CatalogueEntry } from '../registry/version-catalogue';
import type { Activation } from '../store/activations/activation';
import type { BackbonesView } from './backbones';
import type { PageNotice } from './data';
import { dataSetOf } from './data-set';
import { count, moment, percent } from './format';
import { ownInShort } from './own-pictures';
import { shell, type Shell, type ShellOptions } from './shell';
import { BACKBONE_STRINGS } from './strings/backbones';
import { MODELS_STRINGS } from './strings/models';
import { STRINGS, text } from './strings/strings';

export interface ModelsSource {
  readonly entries: readonly CatalogueEntry[];
  readonly active: string | undefined;
  readonly activations: readonly Activation[];
  /** The version that MODEL_VERSION keeps this instance at. */
  readonly pinnedTo: string | undefined;
  readonly backbones: BackbonesView;
  readonly notice?: PageNotice | undefined;
  /**
   * Where browsers without JavaScript ask for the page again while something is under way: an address
   * that is another one each time, as they would not ask for the same one with a fragment again.
   */
  readonly reloadTo: string;
  readonly release: string;
}

export interface ModelsView {
  readonly shell: Shell;
  readonly notice: PageNotice | undefined;
  readonly versions: readonly VersionNode[];
  readonly rollback: string | undefined;
  /** Says that nothing can be promoted here, and why. */
  readonly pinned: string | undefined;
  readonly comparison: ComparisonForm;
  readonly backbones: BackbonesView;
  readonly activations: readonly {
    readonly version: string;
    readonly since: string;
    readonly at: string;
    readonly why: string;
  }[];
}

/** A version with those that were made from it. */
export interface VersionNode {
  readonly name: string;
  readonly href: string;
  readonly isActive: boolean;
  readonly badge: { readonly text: string; readonly tone: 'good' | 'bad' | 'plain' } | undefined;
  readonly facts: readonly string[];
  /** When, in words and as ISO 8601; of a broken version nothing is known. */
  readonly made: { readonly text: string; readonly at: string } | undefined;
  readonly canPromote: boolean;
  readonly children: readonly VersionNode[];
}

export interface ComparisonForm {
  readonly versions: readonly string[];
  readonly a: string;
  readonly b: string;
  readonly on: string;
  readonly sets: readonly { readonly value: string; readonly name: string }[];
}

const SETS = ['test', 'validation'] as const;

/** Puts the versions into words, each under the one that it was made from. */
export function modelsPage(source: ModelsSource): ModelsView {
  const { entries, active, activations, pinnedTo } = source;
  const isAdding = source.backbones.addition?.kind === 'running';
  return {
    shell: modelsShell(source.release, {
      reloadsWithoutScript: isAdding,
      reloadTo: source.reloadTo,
      data: { isAdding },
    }),
    notice: source.notice,
    backbones: source.backbones,
    versions: forestOf(entries, active, pinnedTo === undefined),
    pinned: pinnedTo === undefined ? undefined : text('modelsPinned', { version: pinnedTo }),
    rollback:
      active === undefined || activations.length < 2 || pinnedTo !== undefined
        ? undefined
        : text('modelsRollbackHelp', { version: active }),
    comparison: comparisonForm(entries, active),
    activations: activations.map(({ version, activatedAt, cause }) => ({
      version,
      since: moment(new Date(activatedAt)),
      at: new Date(activatedAt).toISOString(),
      why: STRINGS[`modelsCause_${cause}`],
    })),
  };
}

export function modelsShell(
  release: string,
  options: Pick<ShellOptions, 'reloadsWithoutScript' | 'reloadTo' | 'data'> = {},
): Shell {
  return shell({
    page: 'models',
    release,
    styles: ['status', 'models', 'figures', 'backbones'],
    strings: { ...MODELS_STRINGS, ...BACKBONE_STRINGS },
    ...options,
  });
}

/** The choice of two versions; at first the active one and the newest other. */
export function comparisonForm(
  entries: readonly CatalogueEntry[],
  active: string | undefined,
  chosen: { readonly a?: string; readonly b?: string; readonly on?: string } = {},
): ComparisonForm {
  const good = entries.filter((entry) => entry.kind === 'good');
  const versions = good.map(({ name }) => name);
  const b = chosen.b ?? active ?? versions[0] ?? '';
  return {
    versions,
    a: chosen.a ?? versions.find((name) => name !== b) ?? '',
    b,
    on: chosen.on ?? (good.every(carriesHeldOut) ? 'held_out' : 'samples'),
    sets: [
      { value: 'samples', name: STRINGS.modelsOnSamples },
      { value: 'test_set', name: STRINGS.modelsOnTestSet },
      { value: 'held_out', name: STRINGS.modelsOnHeldOut },
      { value: 'test', name: STRINGS.modelsOnTest },
    ],
  };
}

/** Whether it can be judged without any image. */
function carriesHeldOut({ card }: { readonly card: ModelCard }): boolean {
  return Object.hasOwn(card.files, VERSION_FILES.features);
}

function forestOf(
  entries: readonly CatalogueEntry[],
  active: string | undefined,
  canChange: boolean,
): VersionNode[] {
  const names = new Set(entries.map(({ name }) => name));
  const parentOf = (entry: CatalogueEntry): string | undefined => {
    const parent = entry.kind === 'good' ? entry.card.parent : null;
    return parent !== null && names.has(parent) && parent !== entry.name ? parent : undefined;
  };
  const nodeOf = (entry: CatalogueEntry, above: readonly string[]): VersionNode => {
    const path = [...above, entry.name];
    const children = entries.filter(
      (other) => parentOf(other) === entry.name && !path.includes(other.name),
    );
    return {
      ...versionNode(entry, active, parentOf(entry) !== undefined, canChange),
      children: children.map((child) => nodeOf(child, path)),
    };
  };
  return entries.filter((entry) => parentOf(entry) === undefined).map((entry) => nodeOf(entry, []));
}

function versionNode(
  entry: CatalogueEntry,
  active: string | undefined,
  hasParent: boolean,
  canChange: boolean,
): Omit<VersionNode, 'children'> {
  const isActive = entry.name === active;
  const common = { name: entry.name, href: hrefOf(entry.name), isActive };
  if (entry.kind === 'broken') {
    return {
      ...common,
      badge: { text: STRINGS.modelsBroken, tone: 'bad' },
      facts: [entry.reason],
      made: undefined,
      canPromote: false,
    };
  }
  const { card } = entry;
  const isRejected = card.gate?.verdict === 'rejected';
  return {
    ...common,
    badge: isActive
      ? { text: STRINGS.modelsActive, tone: 'good' }
      : isRejected
        ? { text: STRINGS.modelsRejected, tone: 'plain' }
        : undefined,
    facts: factsOf(card, hasParent),
    made: {
      text: text('modelsMade', { time: moment(new Date(card.created_at)) }),
      at: card.created_at,
    },
    canPromote: canChange && !isActive && !isRejected,
  };
}

function factsOf(card: ModelCard, hasParent: boolean): string[] {
  const { metrics, retraining, parent, class_names: classNames } = card;
  const newClasses = retraining?.new_classes ?? [];
  const own = ownInShort(card);
  return [
    ...(own === undefined ? [] : [own]),
    ...(own === undefined && metrics.samples !== null
      ? [judgement('samples', metrics.samples, card)]
      : []),
    ...SETS.flatMap((set) => {
      const judged = metrics[set];
      return judged === null ? [] : [judgement(set, judged, card)];
    }).slice(0, 1),
    originOf(card),
    ...(parent !== null && !hasParent ? [text('modelsOrphan', { parent })] : []),
    newClasses.length > 0
      ? text('modelsNewClasses', { list: newClasses.join(', ') })
      : text('modelsClasses', { count: count(classNames.length) }),
  ];
}

function judgement(
  set: 'samples' | (typeof SETS)[number],
  { accuracy, images }: Metrics,
  card: ModelCard,
): string {
  return text(`modelsOn_${set}`, {
    percent: percent(accuracy),
    count: count(images),
    on: dataSetOf(card),
  });
}

export function originOf({ retraining }: ModelCard): string {
  switch (retraining?.mode) {
    case undefined:
      return STRINGS.modelsOriginTraining;
    case 'head':
      return STRINGS.modelsOriginHead;
    case 'full':
      return STRINGS.modelsOriginFull;
  }
}

export function hrefOf(version: string): string {
  return `/models/${encodeURIComponent(version)}`;
}
