import type { BackboneCard } from '../../../backbones/card';
import type { Addition, AdditionProgress } from '../../../jobs/backbone-desk';
import type { CatalogueEntry as VersionEntry } from '../../../registry/version-catalogue';
import type { AddingAnswer, BackboneAnswer, BackbonesAnswer } from './backbones-schema';
import { toHttpError } from '../../kit/errors/to-http-error';
import type { BackboneParts } from './backbone-parts';

const PERCENT = 100;

/** What there is, what can be added, and which versions stand on what. */
export async function backbonesAnswer({
  backbones,
  catalogue,
}: Pick<BackboneParts, 'backbones' | 'catalogue'>): Promise<BackbonesAnswer> {
  const [{ cards, broken, missing }, versions] = await Promise.all([
    backbones.list(),
    catalogue.list(),
  ]);
  return {
    downloads: backbones.hasDownloads,
    backbones: cards.map((card) => backboneAnswer(card, versions)),
    broken: broken.map((name) => ({ name, versions: versionsOn(name, undefined, versions) })),
    catalogue: missing.map((entry) => ({
      name: entry.name,
      description: entry.description,
      licence: entry.licence,
      bytes: entry.bytes,
      imagenet_accuracy: entry.imageNetAccuracy / PERCENT,
      milliseconds: entry.milliseconds,
      is_estimated: entry.isEstimated,
      features: entry.features,
      source: `hf:${entry.repository}/${entry.path}@${entry.revision}`,
    })),
  };
}

function backboneAnswer(card: BackboneCard, versions: readonly VersionEntry[]): BackboneAnswer {
  const { name, created_at, description, licence, source, input, features, parameters } = card;
  return {
    name,
    created_at,
    description,
    licence,
    source,
    input,
    features,
    parameters,
    has_int8: card.int8 !== null,
    notes: card.notes,
    versions: versionsOn(name, source.sha256, versions),
  };
}

/**
 * @param sha256 of the network, as another may have had the same name before; undefined where the card
 *   that would tell cannot be read
 */
function versionsOn(
  name: string,
  sha256: string | undefined,
  versions: readonly VersionEntry[],
): string[] {
  return versions.flatMap((entry) => {
    const backbone = entry.kind === 'good' ? entry.card.backbone : null;
    const isOfThis = sha256 === undefined || backbone?.sha256 === sha256;
    return backbone?.name === name && isOfThis ? [entry.name] : [];
  });
}

const NOTHING: Omit<AddingAnswer, 'state' | 'source' | 'started_at' | 'ended_at'> = {
  progress: null,
  cancel_requested: false,
  backbone: null,
  version: null,
  notes: [],
  error: null,
  code: null,
};

/** An addition as the API says it. */
export function addingAnswer(addition: Addition): AddingAnswer {
  if (addition.state === 'idle') {
    return { state: 'idle', source: null, started_at: null, ended_at: null, ...NOTHING };
  }
  const begun = { source: addition.what, started_at: addition.startedAt.toISOString() };
  if (addition.state === 'adding') {
    return {
      ...NOTHING,
      ...begun,
      state: 'adding',
      ended_at: null,
      progress: progressAnswer(addition.progress),
      cancel_requested: addition.isCancelling,
    };
  }
  const ended = { ...NOTHING, ...begun, ended_at: addition.endedAt.toISOString() };
  switch (addition.state) {
    case 'added': {
      const { card, version } = addition;
      return { ...ended, state: 'added', backbone: card.name, version, notes: card.notes };
    }
    case 'failed': {
      const { code, message } = toHttpError(addition.error);
      return { ...ended, state: 'failed', error: message, code };
    }
    case 'cancelled':
      return { ...ended, state: 'cancelled' };
  }
}

function progressAnswer(progress: AdditionProgress): NonNullable<AddingAnswer['progress']> {
  const { stage } = progress;
  if (!('doneBytes' in progress)) return { stage, done_bytes: null, total_bytes: null };
  return {
    stage,
    done_bytes: progress.doneBytes,
    total_bytes: progress.totalBytes ?? null,
  };
}
