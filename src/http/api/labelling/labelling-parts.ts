import type { LabelledData } from '../../../dataset/samples/labelled-data';
import type { DecodingGate } from '../../../imaging/decoding-gate';
import type { ServiceState } from '../../../serving/service-state';
import type { SaveUpload } from '../../rate-limit/limit-uploads';
import type { LabellingDesk } from './labelling-desk';
import type { TrainingUploadAnswer } from './samples-schema';

/** A training on labelled samples. */
export interface LastTraining {
  readonly at: Date;
  /** The last change of samples when it was asked for. */
  readonly sampleChange: number;
}

/** What the routes of labelled pictures work with. */
export interface LabellingParts {
  readonly labelledData: LabelledData;
  /** What changes labels, samples and classes. */
  readonly labelling: LabellingDesk;
  readonly state: Pick<ServiceState, 'model'>;
  /** Which picture of which request is decoded when. */
  readonly decodingGate: DecodingGate;
  /** The last training on labelled samples that made a version; undefined while there was none. */
  readonly lastTraining: () => Promise<LastTraining | undefined>;
  /** Saves what a form brings, within the limits of its client. */
  readonly saveUpload: SaveUpload<TrainingUploadAnswer>;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
