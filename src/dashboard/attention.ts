import type { DiskSpace } from '../observability/disk-space';
import type { Job } from '../store/jobs/job';
import { count, fileSize } from './format';
import { STRINGS, text } from './strings/strings';

/** Something that a person should do something about. */
export interface AttentionItem {
  readonly level: 'bad' | 'hint';
  readonly text: string;
  readonly link?: { readonly href: string; readonly label: string };
}

interface Numbers {
  readonly predictions: { readonly uncertain_today: number };
  readonly traffic: { readonly rejected: number; readonly failed: number };
}

/** What the service says of itself. */
export interface ServiceFacts {
  /** Sentences on what keeps it from being ready. */
  readonly problems: readonly string[];
  /** Sentences of the alerts that hold, beside what the other facts tell already. */
  readonly alerts: readonly string[];
  /** Whether everybody on the network can do everything. */
  readonly isExposed: boolean;
  /** The version that MODEL_VERSION keeps it at. */
  readonly pinnedTo: string | undefined;
}

/** History, images and jobs still have room for a while above it. */
const LOW_DISK_BYTES = 1024 ** 3;

/** What needs attention, worst first. */
export function attentionOf(
  { predictions, traffic }: Numbers,
  disk: DiskSpace,
  isLoading: boolean,
  job: Pick<Job, 'id' | 'state'> | undefined,
  service: ServiceFacts,
): AttentionItem[] {
  const items: AttentionItem[] = service.problems.map((problem) => ({
    level: 'bad',
    text: problem,
  }));
  for (const alert of service.alerts) {
    items.push({
      level: 'bad',
      text: alert,
      link: { href: '/alerts', label: STRINGS.overviewAlertsLink },
    });
  }
  if (service.isExposed) items.push({ level: 'bad', text: STRINGS.overviewExposed });
  if (job?.state === 'failed' || job?.state === 'rejected') {
    const isFailure = job.state === 'failed';
    items.push({
      level: isFailure ? 'bad' : 'hint',
      text: isFailure ? STRINGS.overviewJobFailed : STRINGS.overviewJobRejected,
      link: { href: `/train/${job.id}`, label: STRINGS.overviewJobLink },
    });
  }
  if (disk.freeBytes < LOW_DISK_BYTES) {
    items.push({ level: 'bad', text: text('overviewDisk', { size: fileSize(disk.freeBytes) }) });
  }
  if (traffic.failed > 0) {
    items.push({ level: 'bad', text: text('overviewFailed', { count: count(traffic.failed) }) });
  }
  if (service.pinnedTo !== undefined) {
    items.push({
      level: 'hint',
      text: text('modelsPinned', { version: service.pinnedTo }),
    });
  }
  if (isLoading) items.push({ level: 'hint', text: STRINGS.overviewLoading });
  if (traffic.rejected > 0) {
    items.push({
      level: 'hint',
      text: text('overviewRejected', { count: count(traffic.rejected) }),
    });
  }
  if (predictions.uncertain_today > 0) {
    items.push({
      level: 'hint',
      text: text('overviewUncertain', { count: count(predictions.uncertain_today) }),
      link: { href: '/history?uncertain=true', label: STRINGS.overviewUncertainLink },
    });
  }
  return items;
}
