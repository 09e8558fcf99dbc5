import type { JobDesk } from '../../../jobs/job-desk';
import type { Logger } from '../../../observability/logger';
import type { VersionCatalogue } from '../../../registry/version-catalogue';
import type { EventStreams } from '../../kit/events/event-streams';
import type { RetrainLimits } from '../../rate-limit/rate-limits';

/** What the routes of retrainings work with. */
export interface TrainingParts {
  readonly logger: Logger;
  readonly jobs: Pick<JobDesk, keyof JobDesk>;
  readonly catalogue: VersionCatalogue;
  readonly streams: EventStreams;
  readonly retrainLimits: RetrainLimits;
}
