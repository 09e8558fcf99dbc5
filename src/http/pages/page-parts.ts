import type { CertificateNumbers } from '../../dashboard/system';
import type { AccessParts } from '../api/access/access-parts';
import type { AlertParts } from '../api/alerts/alert-parts';
import type { BackboneParts } from '../api/backbones/backbone-parts';
import type { LabellingParts } from '../api/labelling/labelling-parts';
import type { ModelParts } from '../api/models/model-parts';
import type { OperationParts } from '../api/operation/operation-parts';
import type { PredictionParts } from '../api/predictions/prediction-parts';
import type { TrainingParts } from '../api/training/training-parts';
import type { Oidc } from '../../auth/oidc/open-oidc';
import type { StoreSizesWatch } from '../../observability/store-sizes';
import type { AccessRules } from '../access/access-rules';

/** What the pages work with: what the API does, and what they alone show. */
export type PageParts = PredictionParts &
  LabellingParts &
  TrainingParts &
  ModelParts &
  BackboneParts &
  OperationParts &
  AccessParts &
  AlertParts & {
    readonly access: AccessRules;
    /** What an identity provider vouches for; undefined where there is none. */
    readonly oidc?: Pick<Oidc, 'name' | 'signOn' | 'accessTokens'>;
    /** What the service shows as its certificate; undefined where it speaks plain HTTP. */
    readonly certificate?: CertificateNumbers;
    /** Whether retraining every layer runs on native TensorFlow. */
    readonly isNativeInstalled: () => boolean;
    readonly storeSizes: Pick<StoreSizesWatch, 'latest'>;
  };
