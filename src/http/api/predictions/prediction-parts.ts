import type { Configuration } from '../../../config/load';
import type { LabelledData } from '../../../dataset/samples/labelled-data';
import type { DecodingGate } from '../../../imaging/decoding-gate';
import type { Logger } from '../../../observability/logger';
import type { ServiceState } from '../../../serving/service-state';
import type { PredictionStore } from '../../../store/prediction';
import type { UploadGate } from '../../upload/upload-gate';
import type { PredictionDesk } from './prediction-desk';

/** What the routes of predictions work with. */
export interface PredictionParts {
  readonly config: Configuration;
  readonly logger: Logger;
  readonly state: ServiceState;
  readonly predictions: PredictionDesk;
  /** The history. */
  readonly store: PredictionStore;
  readonly labelledData: LabelledData;
  /** Which picture of which request is decoded when. */
  readonly decodingGate: DecodingGate;
  /** What all uploads share. */
  readonly uploads: UploadGate;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}
