import type { BackboneDesk } from '../../../jobs/backbone-desk';
import type { VersionCatalogue } from '../../../registry/version-catalogue';
import type { BackboneOperations } from './backbone-operations';

/** What the routes of backbones work with. */
export interface BackboneParts {
  readonly backbones: Pick<BackboneDesk, keyof BackboneDesk>;
  readonly backboneOperations: BackboneOperations;
  readonly catalogue: VersionCatalogue;
}
