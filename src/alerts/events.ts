/** A condition that begins and ends, such as a disk that is nearly full. */
export const ALERT_KINDS = ['drift', 'accuracy', 'disk', 'readiness'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** The events of a condition: when it began, and when it was over. */
export const ALERT_EVENTS = {
  drift: { raised: 'drift.started', cleared: 'drift.ended' },
  accuracy: { raised: 'accuracy.dropped', cleared: 'accuracy.recovered' },
  disk: { raised: 'disk.low', cleared: 'disk.recovered' },
  readiness: { raised: 'readiness.lost', cleared: 'readiness.regained' },
} as const satisfies Readonly<Record<AlertKind, { raised: string; cleared: string }>>;

/** Everything that webhooks are told of. */
export const EVENT_TYPES = [
  'drift.started',
  'drift.ended',
  'accuracy.dropped',
  'accuracy.recovered',
  'disk.low',
  'disk.recovered',
  'readiness.lost',
  'readiness.regained',
  'job.succeeded',
  'job.rejected',
  'job.failed',
  'version.promoted',
  'test',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that people who are not looking at the dashboard want to know. */
export interface ServiceEvent {
  /** Unique; what is told of an event twice has the same one. */
  readonly id: string;
  readonly type: EventType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What it is about: the name of a version, a job or an instance. */
  readonly subject: string;
  /** One plain sentence. */
  readonly text: string;
  /** Figures and names for programs; never pictures, labels of people, or secrets. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}
