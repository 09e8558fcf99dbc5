import { isImported, type Metrics, type ModelCard } from '../registry/card';
import { successorOf } from '../registry/succession';
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
  readonly versions: readonly VersionRow[];
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

/** A version as the list shows it. */
export interface VersionRow {
  readonly name: string;
  readonly href: string;
  readonly isActive: boolean;
  readonly badge: { readonly text: string; readonly tone: 'good' | 'bad' | 'plain' } | undefined;
  /** How good it is; of a broken version, what is wrong with it. */
  readonly figures: readonly string[];
  /** The same for every version; undefined of a broken one, of which nothing is known. */
  readonly facts: VersionFacts | undefined;
  readonly canPromote: boolean;
}

interface VersionFacts {
  readonly network: string;
  readonly classes: string;
  /** The version that it was made from, and its page while that is there. */
  readonly parent: { readonly text: string; readonly href: string | undefined };
  readonly origin: string;
  /** When, in words and as ISO 8601. */
  readonly made: { readonly text: string; readonly at: string };
}

export interface ComparisonForm {
  readonly versions: readonly string[];
  readonly a: string;
  readonly b: string;
  readonly on: string;
  readonly sets: readonly { readonly value: string; readonly name: string }[];
}

const SETS = ['test', 'validation'] as const;

/** Puts the versions into words, in the order of the catalogue. */
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
    versions: entries.map((entry) => rowOf(entry, source)),
    pinned: pinnedTo === undefined ? undefined : text('modelsPinned', { version: pinnedTo }),
    rollback:
      active === undefined || activations.length < 2 || pinnedTo !== undefined
        ? undefined
        : text('modelsRollbackHelp', { version: active }),
    comparison: comparisonForm(entries, active),
    activations: activations.map(({ version, activatedAt, cause }, i) => ({
      version,
      since: moment(new Date(activatedAt)),
      at: new Date(activatedAt).toISOString(),
      why: text(`modelsCause_${cause}`, {
        before: activations[i + 1]?.version ?? STRINGS.modelsBefore,
      }),
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

function rowOf(entry: CatalogueEntry, { entries, active, pinnedTo }: ModelsSource): VersionRow {
  const isActive = entry.name === active;
  const common = { name: entry.name, href: hrefOf(entry.name), isActive };
  if (entry.kind === 'broken') {
    return {
      ...common,
      badge: { text: STRINGS.modelsBroken, tone: 'bad' },
      figures: [entry.reason],
      facts: undefined,
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
    figures: figuresOf(card),
    facts: {
      network: networkOf(card),
      classes: classesOf(card),
      parent: parentOf(card, entries),
      origin: originOf(card),
      made: { text: moment(new Date(card.created_at)), at: card.created_at },
    },
    canPromote: pinnedTo === undefined && !isActive && !isRejected,
  };
}

function figuresOf(card: ModelCard): string[] {
  const { metrics } = card;
  const own = ownInShort(card);
  const figures = [
    ...(own === undefined ? [] : [own]),
    ...(own === undefined && metrics.samples !== null
      ? [judgement('samples', metrics.samples, card)]
      : []),
    ...SETS.flatMap((set) => {
      const judged = metrics[set];
      return judged === null ? [] : [judgement(set, judged, card)];
    }).slice(0, 1),
  ];
  return figures.length === 0 ? [STRINGS.modelsNotJudged] : figures;
}

/** What looks at the pictures: `mobilenetv2 (224×224 pixels)` */
export function networkOf({ network, backbone, input }: ModelCard): string {
  return text('modelsNetworkValue', {
    name: backbone?.name ?? network.name,
    width: input.width,
    height: input.height,
  });
}

function classesOf({ retraining, class_names: classNames }: ModelCard): string {
  const added = retraining?.new_classes ?? [];
  return added.length === 0
    ? count(classNames.length)
    : text('modelsClassesNew', { count: count(classNames.length), list: added.join(', ') });
}

function parentOf(
  { parent, version }: ModelCard,
  entries: readonly CatalogueEntry[],
): VersionFacts['parent'] {
  if (parent === null || parent === version) return { text: STRINGS.none, href: undefined };
  if (entries.some(({ name }) => name === parent)) return { text: parent, href: hrefOf(parent) };
  const cards = entries.flatMap((entry) => (entry.kind === 'good' ? [entry.card] : []));
  const successor = successorOf(parent, cards)?.version;
  if (successor === undefined) {
    return { text: text('modelsParentGone', { parent }), href: undefined };
  }
  const isItself = successor === version;
  return {
    text: text('modelsParentReplaced', { parent, successor }),
    href: isItself ? undefined : hrefOf(successor),
  };
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

export function originOf(card: ModelCard): string {
  if (card.successor_of !== undefined) return STRINGS.modelsOriginSuccessor;
  if (isImported(card)) return STRINGS.modelsOriginImported;
  switch (card.retraining?.mode) {
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
