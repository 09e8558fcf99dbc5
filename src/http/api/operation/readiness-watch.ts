import type { Clock } from '../../../inference/clock';
import type { Logger } from '../../../observability/logger';
import type { Problem, ServiceState } from '../../../serving/service-state';

export interface ReadinessWatchOptions {
  readonly state: Pick<ServiceState, 'problems'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly intervalMs?: number;
}

/** Writes to the log when the service stops being ready, why, and when it is ready again. */
export class ReadinessWatch {
  readonly #options: ReadinessWatchOptions;
  #known: readonly Problem[] = [];
  #cancel: (() => void) | undefined;

  constructor(options: ReadinessWatchOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, intervalMs = 1000 } = this.#options;
    this.#cancel = clock.after(intervalMs, () => {
      this.#look();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  #look(): void {
    const { state, logger } = this.#options;
    const { problems } = state;
    const before = new Set(this.#known.map(({ code }) => code));
    for (const { code, message } of problems) {
      if (!before.has(code)) logger.error('the service is not ready', { code, reason: message });
    }
    if (problems.length === 0 && before.size > 0) {
      logger.info('the service is ready again', { solved: [...before] });
    }
    this.#known = problems;
  }
}
