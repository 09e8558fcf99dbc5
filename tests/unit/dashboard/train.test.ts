import { jobPage, trainPage, type JobDetail, type TrainSource } from '../../../src/dashboard/train';
import type { Job } from '../../../src/store/jobs/job';
import { madeUpJob } from '../../support/made-up-job';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

const job = (changes: Partial<Job> = {}): Job =>
  madeUpJob({
    id: '019b7c00-0000-7000-8000-000000000000',
    createdAt: AT,
    startedAt: AT,
    progress: { phase: 'reading images', done: 3, total: 10 },
    ...changes,
  });

const detail = (changes: Partial<Job> = {}, rest: Partial<JobDetail> = {}): JobDetail => ({
  job: job(changes),
  log: [],
  lastEvent: 0,
  baseAccuracy: 0.9,
  activeVersion: 'tiny',
  made: undefined,
  ...rest,
});

const source = (changes: Partial<TrainSource> = {}): TrainSource => ({
  learnable: 20,
  changed: 5,
  hasLearned: false,
  isLoading: false,
  promotes: true,
  missingData: undefined,
  isNativeInstalled: true,
  choices: {
    networks: ['small', 'standard'],
    recipes: ['short', 'long'],
    epochs: 10,
    batchSize: 500,
    network: 'standard',
    recipe: 'short',
    backbones: [{ name: 'cifar10', input: null }],
    backbone: 'cifar10',
    classes: 'all',
  },
  automatic: null,
  jobs: [],
  nextCursor: null,
  isFirstPage: true,
  open: undefined,
  release: '1.2.3',
  ...changes,
});

const view = (changes: Partial<Job> = {}, rest: Partial<JobDetail> = {}) =>
  jobPage(detail(changes, rest), '1.2.3').job;

describe('the train page', () => {
  it('says what there is to learn from, and how much of it is new', () => {
    expect(trainPage(source({ learnable: 1234, changed: 5 })).learn).toMatchObject({
      text: '1,234 labelled pictures to learn from',
      note: '5 new or changed since the last training',
      isEmpty: false,
    });
    expect(trainPage(source({ learnable: 1, changed: 0 })).learn).toMatchObject({
      text: '1 labelled picture to learn from',
      note: 'nothing new since the last training',
    });
  });

  it('sends those who have nothing to learn from to where pictures are labelled', () => {
    expect(trainPage(source({ learnable: 0, changed: 0 })).learn).toMatchObject({
      text: 'There are no labelled pictures yet.',
      link: 'Add pictures',
      isEmpty: true,
    });
  });

  it('lets what was learned be undone without any picture', () => {
    const { learn } = trainPage(source({ learnable: 0, changed: 3, hasLearned: true }));
    expect(learn.isEmpty).toBe(false);
  });

  it('begins with the head, and with the configured settings of a full training', () => {
    const { form } = trainPage(source());
    expect(form).toMatchObject({ mode: 'head', epochs: '10', batchSize: '500' });
    expect(form.networks.find(({ isChosen }) => isChosen)?.value).toBe('standard');
    expect(form.recipes.find(({ isChosen }) => isChosen)?.value).toBe('short');
  });

  it('keeps what was chosen in a form that was refused', () => {
    const chosen = { mode: 'full', network: 'small', recipe: 'long', epochs: '7', batch_size: '9' };
    const { form } = trainPage(source({ chosen }));
    expect(form).toMatchObject({ mode: 'full', epochs: '7', batchSize: '9' });
    expect(form.networks.find(({ isChosen }) => isChosen)?.value).toBe('small');
    expect(form.recipes.find(({ isChosen }) => isChosen)?.value).toBe('long');
  });

  it('says what a full training runs on, what it lacks, and how to get that', () => {
    expect(trainPage(source()).form).toMatchObject({
      engine: 'Runs on native TensorFlow, which is installed.',
      fullNotes: [],
    });
    const { form } = trainPage(source({ isNativeInstalled: false, missingData: 'somewhere' }));
    expect(form.engine).toContain('npm run tensorflow:install');
    expect(form.fullNotes).toEqual([expect.stringMatching(/somewhere.*npm run data:download/)]);
  });

  it('says why nothing can be started now', () => {
    expect(trainPage(source()).form.obstacle).toBeUndefined();
    expect(trainPage(source({ open: detail() })).form.obstacle).toContain('under way');
    const loading = trainPage(source({ isLoading: true }));
    expect(loading.form.obstacle).toContain('still loading');
    expect(loading.shell.reloadsWithoutScript).toBe(true);
  });

  it('tells its script which training to follow, and from where on', () => {
    const open = detail({}, { lastEvent: 42 });
    const { clientData } = trainPage(source({ open })).shell;
    expect(JSON.parse(clientData)).toMatchObject({ job: open.job.id, lastEvent: 42 });
    expect(JSON.parse(trainPage(source()).shell.clientData)).toMatchObject({ job: null });
  });

  it('says what starts a training by itself', () => {
    expect(trainPage(source()).automatic).toBeUndefined();
    const automatic = {
      newSamples: 1000,
      feedbackAccuracyBelow: 0.8,
      schedule: '0 3 * * *',
      minIntervalMinutes: 60,
    };
    expect(trainPage(source({ automatic })).automatic).toEqual([
      'when 1,000 pictures are new or changed',
      expect.stringContaining('80.0%'),
      expect.stringContaining('0 3 * * *'),
      'never sooner than 60 minutes after the last one',
    ]);
    const only = { ...automatic, feedbackAccuracyBelow: null, schedule: null };
    expect(trainPage(source({ automatic: only })).automatic).toHaveLength(2);
  });

  it('lists the trainings so far, a page at a time', () => {
    const done = job({
      state: 'succeeded',
      version: 'head/1',
      accuracy: 0.9,
      trigger: 'samples',
      endedAt: AT + 65_000,
    });
    const short = job({ state: 'cancelled', endedAt: AT + 400 });
    const page = trainPage(
      source({
        jobs: [done, short, job()].map((one) => ({ job: one, own: undefined })),
        nextCursor: 'a b',
        isFirstPage: false,
      }),
    );
    expect(page.rows).toMatchObject([
      {
        href: `/train/${done.id}`,
        what: 'Head, started by new pictures',
        state: 'New version',
        tone: 'good',
        accuracy: '90.0%',
        version: { name: 'head/1', href: '/models/head%2F1' },
        took: '1\u00a0min 5\u00a0s',
      },
      { state: 'Cancelled', took: '0.4 s', accuracy: '–', version: undefined },
      { state: 'Training', took: '–' },
    ]);
    expect(page).toMatchObject({ older: '/train?cursor=a%20b', newest: '/train' });
    expect(trainPage(source())).toMatchObject({ older: undefined, newest: undefined });
  });
});

describe('one training', () => {
  it('says how far it is, and how long it takes still', () => {
    const progress = { phase: 'training', done: 4, total: 10, epoch: 2, epochs: 5, etaSeconds: 90 };
    expect(view({ progress }).progress).toEqual({
      text: 'training, epoch 2 of 5, some 1\u00a0min 30\u00a0s left',
      done: 4,
      total: 10,
    });
    expect(view({ progress: { phase: '', done: 0, total: 0 } }).progress.text).toBe('starting');
    expect(view({ state: 'queued' })).toMatchObject({
      summary: 'It begins in a moment.',
      isOver: false,
    });
  });

  it('says that it has been told to end, until it is over', () => {
    expect(view({ cancelRequested: true }).isCancelling).toBe(true);
    expect(view({ cancelRequested: true, state: 'cancelled' })).toMatchObject({
      isCancelling: false,
      isOver: true,
      help: undefined,
    });
  });

  it('says what became of the version that passed its gate', () => {
    const passed = { state: 'succeeded', version: 'head-1', accuracy: 0.925 } as const;
    expect(view(passed, { activeVersion: 'head-1' })).toMatchObject({
      summary: 'The new version head-1 passed every check, and answers now.',
      accuracy: '92.5% right on images of its data set kept out of training, 2.5 points more',
      version: { name: 'head-1', href: '/models/head-1' },
      tone: 'good',
    });
    expect(view(passed).summary).toMatch(/can be promoted\.$/);
  });

  it('says how much worse a version is that did not', () => {
    const rejected = view({
      state: 'rejected',
      version: 'head-1',
      accuracy: 0.88,
      gate: {
        verdict: 'rejected',
        compared_with: 'tiny',
        rules: [{ name: 'accuracy', explanation: 'It lost too much.', passed: false }],
      },
    });
    expect(rejected).toMatchObject({
      tone: 'hint',
      accuracy: '88.0% right on images of its data set kept out of training, 2.0 points less',
      rules: [{ explanation: 'It lost too much.', passed: false }],
    });
    expect(rejected.summary).toContain('did not pass a check');
  });

  it('does not compare what was measured on other images', () => {
    const made = { state: 'succeeded', version: 'head-1', accuracy: 0.88 } as const;
    expect(view(made, { baseAccuracy: undefined }).accuracy).toBe(
      '88.0% right on images of its data set kept out of training',
    );
  });

  it('says why it failed, and what to do', () => {
    expect(view({ state: 'failed', error: 'The disk is full.' })).toMatchObject({
      tone: 'bad',
      summary: 'The training ended with an error: The disk is full.',
      help: expect.stringContaining('start it again') as string,
    });
  });

  it('has its curves as a picture and as numbers', () => {
    const epochs = [{ epoch: 1, loss: 1.23456, accuracy: 0.5, val_accuracy: 0.25, seconds: 61.4 }];
    const { id, curves, epochs: rows } = view({ mode: 'full', epochs });
    expect(curves).toBe(`/train/${id}/curves.svg?epochs=1`);
    expect(rows).toEqual([
      { epoch: 1, loss: '1.235', training: '50.0%', validation: '25.0%', seconds: '61' },
    ]);
    expect(view().curves).toBeUndefined();
  });

  it('names what was chosen', () => {
    const settings = { network: 'small', recipe: 'long' };
    expect(view({ mode: 'full', settings, trigger: 'schedule' }).facts).toBe(
      'Every layer · from tiny · started by the schedule · small · long',
    );
  });
});
