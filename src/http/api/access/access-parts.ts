import type { AuditLog } from '../../../auth/audit-log';
import type { Identities } from '../../../auth/identities';
import type { Logger } from '../../../observability/logger';

/** What the routes about who may do what work with. */
export interface AccessParts {
  readonly logger: Logger;
  /** Used only where callers have to prove who they are. */
  readonly identities: Identities;
  readonly auditLog: Pick<AuditLog, 'record' | 'list' | 'pages' | 'verify'>;
}
