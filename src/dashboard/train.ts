import type { ModelCard } from '../registry/card';
import type { OwnPictures } from '../registry/own-pictures';
import type { Job, JobEpoch, JobMode, JobState } from '../store/jobs/job';
import type { PageNotice } from './data';
import { dataSetOf } from './data-set';
import { count, duration, moment, percent } from './format';
import { ownView, type OwnSource, type OwnView } from './own-pictures';
import { shell, type Shell } from './shell';
import { STRINGS, text } from './strings/strings';
import { TRAIN_STRINGS } from './strings/train';

/** What starts a training by itself. */
export interface AutomaticRules {
  readonly newSamples: number | null;
  readonly feedbackAccuracyBelow: number | null;
  readonly schedule: string | null;
  readonly minIntervalMinutes: number;
}

export interface TrainSource {
  /** Labelled images that may be learned from, and those new since the last training. */
  readonly learnable: number;
  readonly changed: number;
  /** The version in service has learned from samples: without any, that can be undone. */
  readonly hasLearned: boolean;
  /** No model is in service yet. */
  readonly isLoading: boolean;
  readonly promotes: boolean;
  /** undefined where CIFAR-10 is on disk; else the folder where it belongs */
  readonly missingData: string | undefined;
  readonly isNativeInstalled: boolean;
  readonly choices: {
    readonly networks: readonly string[];
    readonly recipes: readonly string[];
    readonly epochs: number;
    readonly batchSize: number;
    readonly network: string;
    readonly recipe: string;
    /** Networks that a head can stand on, and that of the version in service. */
    readonly backbones: readonly BackboneChoice[];
    readonly backbone: string;
    readonly classes: 'all' | 'own';
  };
  readonly automatic: AutomaticRules | null;
  readonly jobs: readonly ListedJob[];
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
  /** The one that is not over, with what else is shown of it. */
  readonly open: JobDetail | undefined;
  readonly notice?: PageNotice | undefined;
  /** What was chosen in a form that was refused. */
  readonly chosen?: Readonly<Record<string, string>>;
  readonly release: string;
}

/** A job as the list shows it. */
export interface ListedJob {
  readonly job: Job;
  /** How the version that it made does on its user's pictures. */
  readonly own: OwnPictures | null | undefined;
}

/** A network that a head can stand on; null for the built-in one. */
export interface BackboneChoice {
  readonly name: string;
  readonly input: { readonly width: number; readonly height: number } | null;
}

/** A job with what is shown when it is looked at. */
export interface JobDetail {
  readonly job: Job;
  readonly log: readonly string[];
  /** Number of the event that its last line is; 0 before the first. */
  readonly lastEvent: number;
  /** On held-out images, of the version that it began with; undefined where it is gone. */
  readonly baseAccuracy: number | undefined;
  readonly activeVersion: string | undefined;
  /** The version that it made, and the learning curve as a picture; undefined where there is none. */
  readonly made: Omit<OwnSource, 'cell'> | undefined;
}

export interface TrainView {
  readonly shell: Shell;
  readonly notice: PageNotice | undefined;
  readonly learn: {
    readonly text: string;
    readonly note: string;
    readonly link: string;
    readonly isEmpty: boolean;
  };
  readonly promotes: string;
  readonly form: TrainForm;
  readonly automatic: readonly string[] | undefined;
  readonly open: JobView | undefined;
  readonly rows: readonly JobRow[];
  readonly older: string | undefined;
  readonly newest: string | undefined;
}

interface TrainForm {
  /** Why nothing can be started now. */
  readonly obstacle: string | undefined;
  readonly mode: JobMode;
  /** What a training of every layer lacks. */
  readonly fullNotes: readonly string[];
  /** What it would run on. */
  readonly engine: string;
  readonly classes: readonly NamedOption[];
  readonly backbones: readonly NamedOption[];
  readonly networks: readonly Option[];
  readonly recipes: readonly Option[];
  readonly epochs: string;
  readonly batchSize: string;
}

interface Option {
  readonly value: string;
  readonly isChosen: boolean;
}

interface NamedOption extends Option {
  readonly name: string;
  readonly help: string;
}

interface JobRow {
  readonly href: string;
  readonly started: string;
  readonly startedAt: string;
  readonly what: string;
  readonly state: string;
  readonly tone: Tone;
  readonly accuracy: string;
  readonly version: { readonly name: string; readonly href: string } | undefined;
  readonly took: string;
}

type Tone = 'good' | 'bad' | 'hint' | 'plain';

/** A job that is looked at, in words. */
export interface JobView {
  readonly id: string;
  readonly href: string;
  readonly heading: string;
  readonly facts: string;
  readonly state: string;
  readonly tone: Tone;
  readonly summary: string;
  readonly help: string | undefined;
  readonly accuracy: string | undefined;
  /** How the version does on its user's pictures, which goes before all else. */
  readonly own: OwnView | undefined;
  readonly version: { readonly name: string; readonly href: string } | undefined;
  readonly isOver: boolean;
  readonly isCancelling: boolean;
  readonly progress: { readonly text: string; readonly done: number; readonly total: number };
  readonly rules: readonly {
    readonly name: string;
    readonly explanation: string;
    readonly passed: boolean;
  }[];
  readonly curves: string | undefined;
  readonly epochs: readonly EpochRow[];
  readonly log: readonly string[];
}

interface EpochRow {
  readonly epoch: number;
  readonly loss: string;
  readonly training: string;
  readonly validation: string;
  readonly seconds: string;
}

/** Rows of the table of trainings. */
export const JOBS_SHOWN = 20;
const MAX_LOG_LINES = 100;
const SECOND_MS = 1000;

const TONES: Readonly<Record<JobState, Tone>> = {
  queued: 'plain',
  running: 'plain',
  evaluating: 'plain',
  succeeded: 'good',
  rejected: 'hint',
  failed: 'bad',
  cancelled: 'plain',
};

/** Puts what can be trained, and what was, into words. */
export function trainPage(source: TrainSource): TrainView {
  const { open, jobs, nextCursor } = source;
  return {
    shell: trainShell(source.release, open, source.isLoading),
    notice: source.notice,
    learn: learnOf(source),
    promotes: source.promotes ? STRINGS.trainPromotesAuto : STRINGS.trainPromotesManual,
    form: formOf(source),
    automatic: source.automatic === null ? undefined : automaticOf(source.automatic),
    open: open && jobView(open),
    rows: jobs.map(rowOf),
    older: nextCursor === null ? undefined : `/train?cursor=${encodeURIComponent(nextCursor)}`,
    newest: source.isFirstPage ? undefined : '/train',
  };
}

/** What the page of one training shows. */
export interface JobPageView {
  readonly shell: Shell;
  readonly notice: PageNotice | undefined;
  readonly job: JobView;
}

/** Puts one training into words. */
export function jobPage(detail: JobDetail, release: string, notice?: PageNotice): JobPageView {
  return { shell: trainShell(release, detail, false), notice, job: jobView(detail) };
}

function trainShell(release: string, detail: JobDetail | undefined, isLoading: boolean): Shell {
  const job = detail?.job;
  return shell({
    page: 'train',
    release,
    reloadsWithoutScript: isLoading,
    styles: ['train', 'figures'],
    strings: TRAIN_STRINGS,
    data: {
      isLoading,
      job: job === undefined || isOver(job) ? null : job.id,
      lastEvent: detail?.lastEvent ?? 0,
      maxLogLines: MAX_LOG_LINES,
    },
  });
}

function learnOf({ learnable, changed, hasLearned }: TrainSource): TrainView['learn'] {
  if (learnable === 0 && !hasLearned) {
    return {
      text: STRINGS.trainLearnNone,
      note: STRINGS.trainLearnNoneHelp,
      link: STRINGS.trainLearnAdd,
      isEmpty: true,
    };
  }
  return {
    text: text('trainLearnSome', { count: count(learnable) }),
    note:
      changed === 0
        ? STRINGS.trainLearnNothingNew
        : text('trainLearnNew', { count: count(changed) }),
    link: STRINGS.trainLearnData,
    isEmpty: false,
  };
}

function formOf(source: TrainSource): TrainForm {
  const { choices, chosen = {}, missingData } = source;
  const option = (values: readonly string[], wanted: string): Option[] =>
    values.map((value) => ({ value, isChosen: value === wanted }));
  return {
    obstacle: obstacleOf(source),
    mode: chosen.mode === 'full' ? 'full' : 'head',
    fullNotes: [
      ...(missingData === undefined ? [] : [text('trainModeFullNoData', { folder: missingData })]),
    ],
    engine: source.isNativeInstalled ? STRINGS.trainModeFullNative : STRINGS.trainModeFullSlow,
    classes: classesOf(chosen.classes ?? choices.classes),
    backbones: choices.backbones.map((choice) => ({
      value: choice.name,
      isChosen: choice.name === (chosen.backbone ?? choices.backbone),
      name:
        choice.input === null
          ? STRINGS.trainBackboneBuiltIn
          : text('trainBackboneOption', { name: choice.name, ...choice.input }),
      help: '',
    })),
    networks: option(choices.networks, chosen.network ?? choices.network),
    recipes: option(choices.recipes, chosen.recipe ?? choices.recipe),
    epochs: chosen.epochs ?? String(choices.epochs),
    batchSize: chosen.batch_size ?? String(choices.batchSize),
  };
}

function classesOf(chosen: string): NamedOption[] {
  return [
    {
      value: 'all',
      name: STRINGS.trainClassesAll,
      help: STRINGS.trainClassesAllHelp,
      isChosen: chosen !== 'own',
    },
    {
      value: 'own',
      name: STRINGS.trainClassesOwn,
      help: STRINGS.trainClassesOwnHelp,
      isChosen: chosen === 'own',
    },
  ];
}

function obstacleOf({ open, isLoading }: TrainSource): string | undefined {
  if (open !== undefined) return STRINGS.trainOpen;
  return isLoading ? STRINGS.trainLoading : undefined;
}

function automaticOf(rules: AutomaticRules): string[] {
  const { newSamples, feedbackAccuracyBelow, schedule, minIntervalMinutes } = rules;
  return [
    ...(newSamples === null ? [] : [text('trainAutomaticSamples', { count: count(newSamples) })]),
    ...(feedbackAccuracyBelow === null
      ? []
      : [text('trainAutomaticFeedback', { percent: percent(feedbackAccuracyBelow) })]),
    ...(schedule === null ? [] : [text('trainAutomaticSchedule', { schedule })]),
    text('trainAutomaticInterval', { minutes: minIntervalMinutes }),
  ];
}

/** @param own on the user's pictures, of the version that it made */
function accuracyInList({ accuracy }: Job, own: OwnPictures | null | undefined): string {
  if (own) {
    const { value, pictures } = own.accuracy;
    return text('trainAccuracyOwn', { percent: percent(value), count: count(pictures) });
  }
  return accuracy === null ? STRINGS.none : percent(accuracy);
}

function rowOf({ job, own }: ListedJob): JobRow {
  return {
    href: `/train/${job.id}`,
    started: moment(new Date(job.createdAt)),
    startedAt: new Date(job.createdAt).toISOString(),
    what: `${STRINGS[`trainMode_${job.mode}`]}, ${STRINGS[`trainTrigger_${job.trigger}`]}`,
    state: STRINGS[`trainState_${job.state}`],
    tone: TONES[job.state],
    accuracy: accuracyInList(job, own),
    version: versionOf(job),
    took: tookOf(job),
  };
}

function jobView({ job, log, baseAccuracy, activeVersion, made }: JobDetail): JobView {
  return {
    id: job.id,
    href: `/train/${job.id}`,
    heading: text('trainJobHeading', { time: moment(new Date(job.createdAt)) }),
    facts: [
      STRINGS[`trainMode_${job.mode}`],
      text('trainJobBase', { version: job.baseVersion }),
      STRINGS[`trainTrigger_${job.trigger}`],
      ...(job.settings.backbone === undefined ? [] : [job.settings.backbone]),
      ...(job.settings.classes === 'own' ? [STRINGS.trainClassesOwn] : []),
      ...(job.settings.network === undefined ? [] : [job.settings.network]),
      ...(job.settings.recipe === undefined ? [] : [job.settings.recipe]),
    ].join(' · '),
    state: STRINGS[`trainState_${job.state}`],
    tone: TONES[job.state],
    ...summaryOf(job, activeVersion),
    // What it does on its user's pictures says more, and may be measured on others than before.
    accuracy: made?.card.metrics.own
      ? onDataSet(made.card, baseAccuracy)
      : accuracyOf(job, baseAccuracy),
    own: made && ownView(made),
    version: versionOf(job),
    isOver: isOver(job),
    isCancelling: job.cancelRequested && !isOver(job),
    progress: {
      text: progressText(job),
      done: job.progress.done,
      total: job.progress.total,
    },
    rules: job.gate?.rules ?? [],
    curves:
      job.epochs.length === 0
        ? undefined
        : `/train/${job.id}/curves.svg?epochs=${job.epochs.length}`,
    epochs: job.epochs.map(epochRow),
    log,
  };
}

function summaryOf(
  job: Job,
  activeVersion: string | undefined,
): { summary: string; help: string | undefined } {
  const version = job.version ?? '';
  const plain = (summary: string): { summary: string; help: undefined } => ({
    summary,
    help: undefined,
  });
  switch (job.state) {
    case 'queued':
      return plain(STRINGS.trainQueued);
    case 'running':
    case 'evaluating':
      return plain('');
    case 'succeeded': {
      const fate = version === activeVersion ? STRINGS.trainFateActive : STRINGS.trainFateWaiting;
      return plain(text('trainSucceeded', { version, fate }));
    }
    case 'rejected':
      return plain(text('trainRejected', { version }));
    case 'failed':
      return {
        summary: text('trainFailed', { error: job.error ?? STRINGS.none }),
        help: STRINGS.trainFailedHelp,
      };
    case 'cancelled':
      return plain(STRINGS.trainCancelled);
  }
}

/** What is known beside its user's pictures; nothing where the network was not trained here. */
function onDataSet(card: ModelCard, base: number | undefined): string | undefined {
  const { validation } = card.metrics;
  return validation === null
    ? undefined
    : accuracyWords(validation.accuracy, base, dataSetOf(card));
}

/** Of a version that was not judged on its user's pictures, or is gone. */
function accuracyOf({ accuracy }: Job, base: number | undefined): string | undefined {
  return accuracy === null ? undefined : accuracyWords(accuracy, base, STRINGS.dataSetOther);
}

/**
 * @param base accuracy of the version before; undefined for a head that knows other classes, for what is
 *   measured on other images does not compare
 */
function accuracyWords(accuracy: number, base: number | undefined, on: string): string {
  const now = percent(accuracy);
  if (base === undefined) return text('trainAccuracyNow', { percent: now, on });
  const points = 100 * (accuracy - base);
  return text('trainAccuracyChange', {
    percent: now,
    on,
    points: Math.abs(points).toFixed(1),
    direction: points < 0 ? STRINGS.trainLess : STRINGS.trainMore,
  });
}

function progressText({ progress, state }: Job): string {
  const { phase, epoch, epochs, etaSeconds } = progress;
  if (state === 'queued') return STRINGS.trainState_queued;
  return [
    phase === '' ? STRINGS.trainPhase_starting : phase,
    ...(epoch === undefined || epochs === undefined
      ? []
      : [text('trainEpochOf', { epoch, epochs })]),
    ...(etaSeconds === undefined || etaSeconds < 1
      ? []
      : [text('trainEta', { time: duration(etaSeconds * SECOND_MS) })]),
  ].join(', ');
}

function epochRow({ epoch, loss, accuracy, val_accuracy, seconds }: JobEpoch): EpochRow {
  return {
    epoch,
    loss: loss.toFixed(3),
    training: percent(accuracy),
    validation: percent(val_accuracy),
    seconds: seconds.toFixed(0),
  };
}

function versionOf({ version }: Job): JobRow['version'] {
  return version === null
    ? undefined
    : { name: version, href: `/models/${encodeURIComponent(version)}` };
}

function tookOf({ startedAt, endedAt }: Job): string {
  if (startedAt === null || endedAt === null) return STRINGS.none;
  const ms = endedAt - startedAt;
  return ms < SECOND_MS ? `${(ms / SECOND_MS).toFixed(1)} s` : duration(ms);
}

function isOver({ state }: Job): boolean {
  return ['succeeded', 'rejected', 'failed', 'cancelled'].includes(state);
}
