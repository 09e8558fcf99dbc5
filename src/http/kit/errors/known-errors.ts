import { WebhookError } from '../../../alerts/webhooks/webhook-error';
import { AccessError } from '../../../auth/access-error';
import { PasswordsBusyError } from '../../../auth/passwords';
import { BackboneError, type BackboneProblem } from '../../../backbones/backbone-error';
import { ClassExistsError, ClassNotFoundError } from '../../../dataset/samples/class-errors';
import { LabelError } from '../../../dataset/samples/label';
import {
  ImageNotKeptError,
  PredictionNotFoundError,
} from '../../../dataset/samples/prediction-feedback';
import { TooManyClassesError } from '../../../dataset/samples/too-many-classes-error';
import {
  EvaluationBusyError,
  EvaluationTimeoutError,
  NoEvaluationDataError,
  UnusableVersionError,
} from '../../../evaluation/apart/errors';
import { ExportBusyError, NotExportableError } from '../../../export/errors';
import { ImageError } from '../../../imaging/image-error';
import { PixelBudgetError } from '../../../imaging/pixel-budget';
import {
  ClosedError,
  DeadlineError,
  QueueFullError,
  UnrunnableVersionError,
} from '../../../inference/errors';
import { AdditionRunningError } from '../../../jobs/backbone-desk';
import { NoSuchBackboneError, NothingToLearnError } from '../../../jobs/check-head-request';
import { NothingActiveError } from '../../../jobs/job-runner';
import { BrokenVersionError } from '../../../registry/errors';
import {
  ModelNotLoadedError,
  NoSuchVersionError,
  NothingToRollBackError,
  PinnedError,
} from '../../../serving/errors';
import { InvalidCursorError } from '../../../store/invalid-cursor-error';
import { JobOpenError } from '../../../store/jobs/job';
import type { ErrorCode } from './error-codes';

/** What a client is told of an error of another room. */
export interface Told {
  readonly code: ErrorCode;
  /** Names nothing of the machine. */
  readonly sentence: string;
}

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;
type Row = readonly [type: ErrorClass<Error>, tell: (error: Error) => Told];

const BACKBONE_CODES: Readonly<Record<BackboneProblem, ErrorCode>> = {
  refused: 'BACKBONE_REFUSED',
  unknown: 'BACKBONE_NOT_FOUND',
  exists: 'BACKBONE_EXISTS',
  broken: 'BACKBONE_BROKEN',
  unreachable: 'BACKBONE_UNREACHABLE',
  'switched-off': 'BACKBONE_DOWNLOADS_OFF',
  interrupted: 'BACKBONE_INTERRUPTED',
  storage: 'STORAGE_BROKEN',
};

/**
 * @param code of every error of the class, or how it is known from one
 * @param sentence for clients; the error's own message where there is none
 */
function row<E extends Error>(
  type: ErrorClass<E>,
  code: ErrorCode | ((error: E) => ErrorCode),
  sentence: string | ((error: E) => string) = ({ message }) => message,
): Row {
  return [
    type,
    // The table is looked up by the class of the error.
    (error) => ({
      code: typeof code === 'string' ? code : code(error as E),
      sentence: typeof sentence === 'string' ? sentence : sentence(error as E),
    }),
  ];
}

/** Messages that other rooms write for the log as well have no full stop. */
const asSentence = ({ message }: Error): string => `${message}.`;

/** Every class of errors that clients are told of; what is not here is a mistake of the service. */
const KNOWN: ReadonlyMap<ErrorClass<Error>, Row[1]> = new Map<ErrorClass<Error>, Row[1]>([
  row(ImageError, ({ code }) => code),
  row(PixelBudgetError, 'TOO_MANY_PIXELS'),

  row(LabelError, 'INVALID_LABEL'),
  row(TooManyClassesError, 'TOO_MANY_CLASSES'),
  row(ClassNotFoundError, 'CLASS_NOT_FOUND'),
  row(ClassExistsError, 'CLASS_EXISTS'),
  row(PredictionNotFoundError, 'PREDICTION_NOT_FOUND', 'There is no prediction with this id.'),
  row(ImageNotKeptError, 'IMAGE_NOT_KEPT', 'The image of this prediction is not kept.'),
  row(InvalidCursorError, 'INVALID_CURSOR', 'The cursor is not one this service gave.'),

  row(AccessError, ({ code }) => code),
  row(WebhookError, ({ code }) => code),
  row(
    PasswordsBusyError,
    'SIGN_IN_BUSY',
    'Too many people sign in at this moment; try again shortly.',
  ),

  row(
    BackboneError,
    ({ problem }) => BACKBONE_CODES[problem],
    // What the disk says names folders of the machine, and stays in the log.
    ({ problem, message }) =>
      problem === 'storage' ? 'The folder of backbones cannot be used.' : message,
  ),
  row(
    AdditionRunningError,
    'BACKBONE_ADDING',
    'A network is being added already; GET /api/backbones/adding says how far it is.',
  ),

  row(NoSuchVersionError, 'MODEL_NOT_FOUND', 'There is no model version of this name.'),
  row(BrokenVersionError, 'MODEL_BROKEN', asSentence),
  row(UnrunnableVersionError, 'MODEL_BROKEN', 'The graph of this version cannot be run.'),
  row(NothingToRollBackError, 'NOTHING_TO_ROLL_BACK', asSentence),
  row(PinnedError, 'MODEL_PINNED', asSentence),
  row(ModelNotLoadedError, 'MODEL_LOADING', 'The model is still loading; try again shortly.'),

  row(EvaluationBusyError, 'EVALUATION_RUNNING', 'Another evaluation is running; try again later.'),
  row(NoEvaluationDataError, 'EVALUATION_DATA_MISSING'),
  row(UnusableVersionError, 'MODEL_BROKEN', asSentence),
  row(EvaluationTimeoutError, 'DEADLINE_EXCEEDED', 'The evaluation took too long.'),
  row(ExportBusyError, 'EXPORTS_BUSY', 'Other versions are being exported; try again shortly.'),
  row(
    NotExportableError,
    'MODEL_NOT_EXPORTABLE',
    ({ message }) => `The version cannot be exported: ${message}.`,
  ),

  row(
    JobOpenError,
    'RETRAINING_RUNNING',
    'A retraining is under way; GET /api/retrain/status says how far it is.',
  ),
  row(NothingToLearnError, 'NOTHING_TO_LEARN'),
  row(NoSuchBackboneError, 'BACKBONE_NOT_FOUND'),
  row(NothingActiveError, 'MODEL_LOADING', 'The model is still loading; try again shortly.'),

  row(QueueFullError, 'QUEUE_FULL', 'The service is busy; try again shortly.'),
  row(DeadlineError, 'DEADLINE_EXCEEDED', 'The prediction took too long.'),
  row(ClosedError, 'SHUTTING_DOWN', 'The service is shutting down.'),
]);

/** What the table says of an error, by its class or the nearest one above; undefined where it is not there. */
export function knownError(error: unknown): Told | undefined {
  if (!(error instanceof Error)) return undefined;
  for (
    let at: object | null = Object.getPrototypeOf(error) as object | null;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const tell = KNOWN.get(at.constructor as ErrorClass<Error>);
    if (tell !== undefined) return tell(error);
  }
  return undefined;
}
