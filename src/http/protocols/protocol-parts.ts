import type { RequestHandler } from 'express';
import type { VersionCatalogue } from '../../registry/version-catalogue';
import type { LoadedVersions } from '../../serving/loaded-versions';
import type { PredictionParts } from '../api/predictions/prediction-parts';

/** What the protocols of others work with. */
export interface ProtocolParts extends PredictionParts {
  readonly catalogue: VersionCatalogue;
  /** The versions that requests may name. */
  readonly versions: Pick<LoadedVersions, 'lease' | 'isLoaded' | 'load' | 'unload'>;
  /** What a request with many pictures counts for besides, once it is known that it has. */
  readonly limitMany: RequestHandler;
  /** The service's own version. */
  readonly release: string;
}
