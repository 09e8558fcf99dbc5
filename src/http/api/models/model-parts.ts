import type { Evaluator } from '../../../evaluation/apart/evaluator';
import type { Exporter } from '../../../export/exporter';
import type { JobDesk } from '../../../jobs/job-desk';
import type { Logger } from '../../../observability/logger';
import type { VersionCatalogue } from '../../../registry/version-catalogue';
import type { ActiveModel } from '../../../serving/active-model';
import type { ServiceState } from '../../../serving/service-state';
import type { ModelComparison } from './model-comparison';
import type { ModelOperations } from './model-operations';
import type { VersionCharts } from './version-charts';

/** What the routes of model versions work with. */
export interface ModelParts {
  readonly logger: Logger;
  readonly active: ActiveModel;
  readonly catalogue: VersionCatalogue;
  readonly state: ServiceState;
  readonly evaluator: Pick<Evaluator, 'evaluate' | 'evaluateInTurn'>;
  readonly exporter: Pick<Exporter, 'open' | 'identify'>;
  readonly charts: VersionCharts;
  readonly comparison: ModelComparison;
  readonly modelOperations: ModelOperations;
  readonly jobs: Pick<JobDesk, 'isRetraining'>;
  readonly startedAt: () => Date;
  readonly now: () => Date;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}
