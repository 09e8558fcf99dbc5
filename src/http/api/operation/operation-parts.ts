import type { Configuration } from '../../../config/load';
import type { DriftMonitor } from '../../../monitoring/drift/drift-monitor';
import type { EventLoopDelay } from '../../../observability/event-loop-delay';
import type { Logger } from '../../../observability/logger';
import type { RecentLog } from '../../../observability/recent-lines';
import type { TrafficMeter } from '../../../observability/traffic/traffic-meter';
import type { VersionCatalogue } from '../../../registry/version-catalogue';
import type { ServiceState } from '../../../serving/service-state';
import type { PredictionStore } from '../../../store/prediction';
import type { Metrics } from '../../../telemetry/prometheus/metrics';
import type { EventStreams } from '../../kit/events/event-streams';

/** What the routes about the service itself work with. */
export interface OperationParts {
  readonly catalogue: VersionCatalogue;
  /** Whether pictures look like those that versions know. */
  readonly drift: Pick<DriftMonitor, 'report'>;
  readonly config: Configuration;
  readonly logger: Logger;
  readonly recentLog: RecentLog;
  readonly state: ServiceState;
  /** The history. */
  readonly store: PredictionStore;
  readonly meter: TrafficMeter;
  /** Undefined where METRICS is off. */
  readonly metrics?: Pick<Metrics, 'text' | 'contentType'>;
  readonly eventLoopDelay: Pick<EventLoopDelay, 'summary'>;
  readonly streams: EventStreams;
  /** The service's own version. */
  readonly release: string;
  readonly startedAt: () => Date;
  readonly now: () => Date;
}
