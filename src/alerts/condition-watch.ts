import type { AlertDesk, Words } from './alert-desk';
import type { AlertKind } from './events';
import { Hysteresis } from './hysteresis';

/** Something that is looked at from time to time, and is well or not. */
export interface Condition {
  readonly kind: AlertKind;
  readonly subject: string;
  /** @returns what to say of it and whether it is bad; undefined while that is not known */
  readonly look: () => Promise<Sight | undefined> | Sight | undefined;
  /** So many bad looks in a row raise the alert. */
  readonly raiseAfter: number;
  /** So many good looks in a row clear it. */
  readonly clearAfter: number;
}

export interface Sight extends Omit<Words, 'subject'> {
  readonly isBad: boolean;
}

export interface ConditionWatchOptions {
  readonly desk: Pick<AlertDesk, 'raise' | 'clear' | 'flush' | 'open' | 'tidy'>;
  readonly conditions: readonly Condition[];
  readonly log: { warn(message: string, details: Readonly<Record<string, unknown>>): void };
  readonly intervalMs?: number;
}

const INTERVAL_MS = 5000;
const LOOKS_BETWEEN_TIDYING = 60;

/** Looks at conditions every few seconds, and raises and clears their alerts. */
export class ConditionWatch {
  readonly #options: ConditionWatchOptions;
  #steady: Map<Condition, Hysteresis> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #looks = 0;

  constructor(options: ConditionWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), this.#options.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ends when the look under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Looks now; while it is looking already, waits for that. Never throws. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => {
        this.#options.log.warn('alerts cannot be noted at the moment', { error });
      })
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { conditions, desk } = this.#options;
    await desk.flush();
    if (this.#looks++ % LOOKS_BETWEEN_TIDYING === 0) await desk.tidy();
    const steady = (this.#steady ??= await this.#resumed());
    for (const condition of conditions) {
      const sight = await condition.look();
      const state = steady.get(condition);
      if (sight === undefined || state === undefined) continue;
      const { isBad, ...words } = sight;
      const { kind, subject } = condition;
      const wasRaised = state.isRaised;
      const isRaised = state.look(isBad);
      // Raised at every look: should the database not have taken it, the next look says it again.
      if (isRaised) await desk.raise(kind, { subject, ...words });
      else if (wasRaised) await this.#clear(condition, words, state);
    }
  }

  async #clear(
    { kind, subject }: Condition,
    words: Omit<Words, 'subject'>,
    state: Hysteresis,
  ): Promise<void> {
    try {
      await this.#options.desk.clear(kind, { subject, ...words });
    } catch (error) {
      state.reset(true);
      throw error;
    }
  }

  /** An alert that was raised before a restart is cleared by the instance that comes after. */
  async #resumed(): Promise<Map<Condition, Hysteresis>> {
    const open = await this.#options.desk.open();
    return new Map(
      this.#options.conditions.map((condition) => {
        const isRaised = open.some(
          ({ kind, subject }) => kind === condition.kind && subject === condition.subject,
        );
        const { raiseAfter, clearAfter } = condition;
        return [condition, new Hysteresis({ raiseAfter, clearAfter, isRaised })];
      }),
    );
  }
}
