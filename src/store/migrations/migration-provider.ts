import type { Migration, MigrationProvider } from 'kysely';
import { predictions } from './0001-predictions';
import { samples } from './0002-samples';
import { jobs } from './0003-jobs';
import { activations } from './0004-activations';
import { activity } from './0005-activity';
import { uncertainIndex } from './0006-uncertain-index';
import { order } from './0007-order';
import { samplesOfLabelAndSource } from './0008-samples-of-label-and-source';
import { originals } from './0009-originals';
import { retiredLabels } from './0010-retired-labels';
import { renamedLabels } from './0011-renamed-labels';
import { access } from './0012-access';
import { signedRequests } from './0013-signed-requests';
import { signOn } from './0014-sign-on';
import { drift } from './0015-drift';
import { alerts } from './0016-alerts';

/** Every migration by name, in order. In code, not read from a folder: the same in source and build. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-predictions': predictions,
  '0002-samples': samples,
  '0003-jobs': jobs,
  '0004-activations': activations,
  '0005-activity': activity,
  '0006-uncertain-index': uncertainIndex,
  '0007-order': order,
  '0008-samples-of-label-and-source': samplesOfLabelAndSource,
  '0009-originals': originals,
  '0010-retired-labels': retiredLabels,
  '0011-renamed-labels': renamedLabels,
  '0012-access': access,
  '0013-signed-requests': signedRequests,
  '0014-sign-on': signOn,
  '0015-drift': drift,
  '0016-alerts': alerts,
};

export const migrationProvider: MigrationProvider = {
  getMigrations: () => Promise.resolve(MIGRATIONS),
};
