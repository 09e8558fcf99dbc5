import type { Condition } from './condition-watch';

export interface ConditionSources {
  /** How this instance is called in alerts. */
  readonly instance: string;
  /** Free bytes of the disk of the database; undefined while that is not known. */
  readonly freeBytes: () => number | undefined;
  /** Below it, what needs much space is refused. */
  readonly minFreeBytes: number;
  /** Sentences on what keeps the service from being ready; none while it is stopping. */
  readonly problems: () => readonly string[];
  /** Share of the latest feedback that says "correct"; undefined while there is too little of it. */
  readonly feedbackAccuracy: () => Promise<number | undefined>;
  /** Below it there is an alert; 0 for never. */
  readonly minFeedbackAccuracy: number;
  /** Name of the version that answers; undefined while none does. */
  readonly version: () => string | undefined;
}

const MIB = 1024 * 1024;
/** An accuracy at the edge goes up and down with every answer. */
const RECOVERY = 0.02;

/** What is looked at every few seconds: the disk, whether the service is ready, and the feedback. */
export function conditionsOf(sources: ConditionSources): Condition[] {
  const { minFeedbackAccuracy } = sources;
  return [
    disk(sources),
    readiness(sources),
    ...(minFeedbackAccuracy > 0 ? [feedback(sources)] : []),
  ];
}

function disk({ freeBytes, minFreeBytes }: ConditionSources): Condition {
  return {
    kind: 'disk',
    subject: 'persistence',
    raiseAfter: 2,
    clearAfter: 12,
    look() {
      const free = freeBytes();
      if (free === undefined) return undefined;
      const isBad = free < minFreeBytes;
      const mib = Math.floor(free / MIB);
      return {
        isBad,
        text: isBad
          ? `The disk of the history has ${mib} MiB left; uploads are refused.`
          : `The disk of the history has ${mib} MiB free again.`,
        data: { free_bytes: free, wanted_bytes: minFreeBytes },
      };
    },
  };
}

function readiness({ instance, problems }: ConditionSources): Condition {
  return {
    kind: 'readiness',
    subject: instance,
    raiseAfter: 2,
    clearAfter: 2,
    look() {
      const [first] = problems();
      return {
        isBad: first !== undefined,
        text:
          first === undefined
            ? `The instance ${instance} is ready again.`
            : `The instance ${instance} is not ready. ${first}`,
      };
    },
  };
}

function feedback({ feedbackAccuracy, minFeedbackAccuracy, version }: ConditionSources): Condition {
  let wasBad = false;
  return {
    kind: 'accuracy',
    subject: 'feedback',
    raiseAfter: 1,
    clearAfter: 1,
    async look() {
      const accuracy = await feedbackAccuracy();
      if (accuracy === undefined) return undefined;
      wasBad = accuracy < minFeedbackAccuracy + (wasBad ? RECOVERY : 0);
      const share = `${(100 * accuracy).toFixed(1)} %`;
      return {
        isBad: wasBad,
        text: wasBad
          ? `Only ${share} of the latest feedback says that predictions are correct.`
          : `${share} of the latest feedback says that predictions are correct.`,
        data: { accuracy, wanted: minFeedbackAccuracy, version: version() ?? null },
      };
    },
  };
}
