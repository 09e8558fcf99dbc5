import type { ProtocolParts } from '../protocol-parts';
import type { Route } from '../../kit/route';
import { infer, inferWithVersion } from './infer';
import {
  MODEL_ROUTES,
  serverLive,
  serverMetadata,
  serverReady,
  STATISTICS_ROUTES,
} from './metadata';
import { repositoryIndex, repositoryLoad, repositoryUnload } from './repository';

/** Those that classify. */
export const INFER_ROUTES: readonly Route<ProtocolParts>[] = [infer, inferWithVersion];

/** Everything else under `/v2`, where a more special path stands before a more general one. */
export const OPEN_INFERENCE_ROUTES: readonly Route<ProtocolParts>[] = [
  serverMetadata,
  serverLive,
  serverReady,
  ...STATISTICS_ROUTES,
  ...MODEL_ROUTES,
  repositoryIndex,
  repositoryLoad,
  repositoryUnload,
];
