import type { Configuration } from '../../../config/load';
import { discardLeftovers, removeVersion } from '../../../registry/remove-version';
import { findModel, findGoodModel } from './find-model';
import { HttpError } from '../../kit/errors/http-error';
import { inTurn } from '../../kit/in-turn';
import type { DeletedModelAnswer, PromotedAnswer } from './models-schema';
import type { ModelParts } from './model-parts';

export interface ModelOperationsParts extends Pick<
  ModelParts,
  'active' | 'catalogue' | 'logger'
> {
  readonly config: Pick<Configuration, 'MODEL_DIR'>;
  /** What needs the files of a version now, as a clause; undefined when nothing does. */
  readonly versionInUse: (version: string) => Promise<string | undefined>;
}

/** What changes which versions there are, and which one answers. */
export interface ModelOperations {
  /**
   * From now on this version answers.
   *
   * @param force promotes also what its gate has rejected
   */
  promote(version: string, force: boolean): Promise<PromotedAnswer>;
  /** Back to the one before. */
  rollback(): Promise<PromotedAnswer>;
  remove(version: string): Promise<DeletedModelAnswer>;
}

/** One change at a time; each throws what says why it cannot be. */
export function modelOperations(parts: ModelOperationsParts): ModelOperations {
  const { active, catalogue, config, logger, versionInUse } = parts;
  const turn = inTurn();
  const nameOfActive = (): string | null => active.current?.version.name ?? null;

  async function promote(version: string, force: boolean): Promise<PromotedAnswer> {
    const { card } = await findGoodModel(catalogue, version);
    if (card.gate?.verdict === 'rejected' && !force) {
      const failed = card.gate.rules.filter(({ passed }) => !passed);
      const why = failed.map(({ explanation }) => explanation).join(' ');
      throw new HttpError(
        'MODEL_REJECTED',
        `Its gate has rejected this version; send {"force": true} to promote it all the same. ${why}`.trim(),
      );
    }
    const previous = nameOfActive();
    await active.promote(version, { cause: 'manual' });
    const message =
      previous === version ? `${version} is active already.` : `${version} is active now.`;
    return { message, version, previous_version: previous };
  }

  async function rollback(): Promise<PromotedAnswer> {
    const previous = nameOfActive();
    const { name } = await active.rollback();
    return { message: `${name} is active again.`, version: name, previous_version: previous };
  }

  async function remove(version: string): Promise<DeletedModelAnswer> {
    await findModel(catalogue, version);
    await refuseIfActive(version);
    const user = await versionInUse(version);
    if (user !== undefined) {
      throw new HttpError('MODEL_IN_USE', `This version cannot be deleted now: ${user}.`);
    }
    const removed = await removeVersion(config.MODEL_DIR, version);
    try {
      // Another instance may have promoted it in the meantime.
      await refuseIfActive(version);
    } catch (error) {
      await removed?.restore();
      throw error;
    }
    await removed?.discard().catch((error: unknown) => {
      logger.warn('files of a deleted version are left', { version, error });
    });
    await discardLeftovers(config.MODEL_DIR).catch(() => undefined);
    return { message: `${version} is deleted.`, version };
  }

  async function refuseIfActive(version: string): Promise<void> {
    const [last] = await active.history(1);
    if (nameOfActive() !== version && last?.version !== version) return;
    throw new HttpError('MODEL_ACTIVE', 'The active version cannot be deleted; promote another.');
  }

  return {
    promote: (version, force) => turn(() => promote(version, force)),
    rollback: () => turn(rollback),
    remove: (version) => turn(() => remove(version)),
  };
}
