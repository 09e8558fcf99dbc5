import { modelPage } from '../../../src/dashboard/model';
import { modelsPage } from '../../../src/dashboard/models';
import { examplesOfCell, ownView } from '../../../src/dashboard/own-pictures';
import { FARTHEST, type ModelCard } from '../../../src/registry/card';
import type { Sample } from '../../../src/store/samples/sample';
import { backboneCard, madeOwnPictures, PHOTO_CLASSES } from '../../support/tiny-backbone-version';

const card = (changes: Partial<ModelCard> = {}): ModelCard => ({
  ...backboneCard(changes),
  files: {},
});

const own = (changes: Partial<ReturnType<typeof madeOwnPictures>> = {}): ModelCard => {
  const { metrics } = card();
  return card({ metrics: { ...metrics, own: { ...madeOwnPictures(), ...changes } } });
};

const view = (of: ModelCard): NonNullable<ReturnType<typeof ownView>> =>
  ownView({ card: of, curve: undefined })!;

const source = (of: ModelCard): Parameters<typeof modelPage>[0] => ({
  card: of,
  files: [],
  parent: undefined,
  isActive: false,
  charts: [],
  curve: undefined,
  ownCell: undefined,
  pair: undefined,
  release: '1.2.3',
});

describe('the figures on the pictures of its user', () => {
  it('say what was right, of how many, and what is likely for others', () => {
    expect(view(own())).toMatchObject({
      accuracy: '86.7% right',
      accuracyOf: '26 of 30 labelled pictures of yours.',
    });
    expect(view(own()).interval).toContain('anything from 70% to 95% is likely');
    expect(view(own()).notes).toEqual([
      expect.stringMatching(
        /^Each picture was judged by a model that had learned from all the others/,
      ),
      'Every class counted alike: 86.6% (mean of the 2 classes with pictures).',
    ]);
  });

  it('say how pictures were judged that were kept out, and which were not judged', () => {
    const { notes } = view(own({ judged_by: 'held_out', not_judged: 1 }));
    expect(notes[0]).toMatch(/kept out of training/);
    expect(notes.at(-1)).toMatch(/^1 picture is not counted/);
    expect(view(own({ not_judged: 3 })).notes.at(-1)).toMatch(/^3 pictures are not counted/);
  });

  it('do not say that pictures were learned from which were kept out of training', () => {
    const classes = madeOwnPictures().classes.map((one) => ({ ...one, learned: one.learned - 1 }));
    expect(view(own({ classes })).notes[0]).toBe(
      'No picture was judged by a model that had learned from it: 2 were kept out of training, and for each of the others a model was made without it.',
    );
  });

  it('tell class by class, and nothing of classes without pictures', () => {
    const { classes } = madeOwnPictures();
    const more = [...classes, { learned: 0, recall: null, called: 0 }];
    const three = { ...own({ classes: more }), class_names: [...PHOTO_CLASSES, 'Ship'] };
    expect(view(three).classes).toEqual([
      {
        name: 'Sky',
        learned: '16',
        found: '14 of 16',
        share: '87.5%',
        likely: '64% to 97%',
        called: '14 of 16',
      },
      {
        name: 'Brick',
        learned: '14',
        found: '12 of 14',
        share: '85.7%',
        likely: '60% to 96%',
        called: '12 of 14',
      },
    ]);
    expect(view(three).matrix!.classNames).toEqual(PHOTO_CLASSES);
  });

  it('have a matrix whose cells lead to their pictures', () => {
    const { matrix } = view(own());
    const [, called] = matrix!.rows[0]!.cells;
    expect(called).toMatchObject({
      count: '2',
      title: 'Sky taken for Brick: 2 of 16 (12.5%)',
      href: '/models/photos?actual=Sky&called=Brick#own-matrix',
      isRight: false,
    });
    expect(examplesOfCell(own(), 'Sky', 'Brick')).toHaveLength(2);
    expect(examplesOfCell(own(), 'Sky', 'Ship')).toEqual([]);
  });

  it('show the pictures of a cell, or that they are gone', () => {
    const sample = {
      id: 'a'.repeat(64),
      fileName: 'x.jpg',
      format: 'jpeg',
      width: 640,
      height: 480,
      fileBytes: 9000,
    } as Sample;
    const cell = { truth: 'Sky', predicted: 'Brick', examples: [sample] };
    expect(ownView({ card: own(), curve: undefined, cell })!.cell).toEqual({
      heading: 'Sky taken for Brick',
      text: '1 of 2 pictures, those first that the model is surest about.',
      examples: [
        {
          url: `/api/dataset/samples/${sample.id}/thumbnail`,
          href: `/api/dataset/samples/${sample.id}/image`,
          alt: 'x.jpg: Sky taken for Brick',
          isSmall: false,
        },
      ],
    });
    const gone = { ...cell, examples: [] };
    expect(ownView({ card: own(), curve: undefined, cell: gone })!.cell!.text).toBe(
      'These pictures have been deleted since.',
    );
  });

  it('advise which pictures would help most, and say what that is worth', () => {
    const advice = {
      class: 1,
      more_pictures: 20,
      gain: 0.061,
      exponent: 0.3,
      exponent_from: 'usual' as const,
    };
    expect(view(own({ advice })).advice).toEqual({
      text: '20 more pictures of Brick would help most: perhaps 6 points more of them right.',
      from: expect.stringMatching(/^An estimate, from how errors usually fall/),
    });
    const small = { ...advice, gain: 0.006, exponent_from: 'learning_curve' as const };
    expect(view(own({ advice: small })).advice).toEqual({
      text: expect.stringContaining('perhaps 1 point more'),
      from: expect.stringContaining('learning curve below'),
    });
    expect(view(own({ advice: null })).advice).toBeUndefined();
  });
});

describe('a version that was never judged on its data set', () => {
  it('has its own figures, and no empty ones', () => {
    const page = modelPage(source(card()));
    expect(page.own?.accuracy).toBe('86.7% right');
    expect(page).toMatchObject({ sets: [], classes: [], matrix: undefined });
    expect(page.facts.map(({ value }) => value)).not.toContain('');
    expect(page.facts).toContainEqual({
      name: 'Network from',
      value: 'mean-colour.onnx (licence: Apache-2.0)',
    });
  });

  it('is listed with them first', () => {
    const [row] = listed(card());
    expect(row!.figures[0]).toBe('86.7% of 30 own pictures right (likely 70% to 95%)');
  });

  it('is listed with its network and the version that it was made from, also when that is deleted', () => {
    const [row] = listed(card());
    expect(row!.facts).toMatchObject({
      network: 'mean-colour (48×40 pixels)',
      parent: { text: 'tiny, which is deleted', href: undefined },
      origin: 'head retrained',
    });
    const parent = card({ version: 'tiny', parent: null });
    const rows = listed(card(), parent);
    expect(rows.map(({ name }) => name)).toEqual(['photos', 'tiny']);
    expect(rows[0]!.facts!.parent).toEqual({ text: 'tiny', href: '/models/tiny' });
    expect(rows[1]!.facts!.parent).toEqual({ text: '–', href: undefined });
  });

  it('says which classes its parent knows that it does not', () => {
    const parent = card({ class_names: ['Sky', 'Stone', 'Wood'] });
    const { parent: compared } = modelPage({ ...source(card()), parent });
    expect(compared!.lines).toContain('It no longer knows Stone, Wood.');
  });
});

function listed(...cards: ModelCard[]): ReturnType<typeof modelsPage>['versions'] {
  return modelsPage({
    entries: cards.map((of) => ({
      kind: 'good',
      name: of.version,
      folder: '',
      card: of,
      files: [],
    })),
    active: undefined,
    activations: [],
    pinnedTo: undefined,
    backbones: { addition: undefined, added: [], isOff: false, catalogue: [], fileHelp: '' },
    reloadTo: '/models',
    release: '1.2.3',
  }).versions;
}

describe('a version that came from Teachable Machine', () => {
  const training = {
    ...card().training,
    data: 'unknown: it was trained elsewhere, and came as export.zip',
    images: 0,
    epochs: 0,
    recipe: {},
    engine: 'elsewhere',
  };
  const imported = card({
    parent: null,
    imported_classes: PHOTO_CLASSES,
    training,
    retraining: null,
    gate: null,
    metrics: { validation: null, test: null, samples: null, own: null },
    rejection: { k: 1, threshold: FARTHEST, percentile: 1, auroc: {} },
  });

  it('is said to come from there, and nothing is made up of how it was trained', () => {
    const page = modelPage(source(imported));
    expect(page.summary).toBe('imported from Teachable Machine · 2 classes');
    const facts = new Map(page.facts.map(({ name, value }) => [name, value]));
    expect(facts.get('Data')).toContain('trained elsewhere');
    for (const name of ['Training images', 'Epochs and batch', 'Trained with', 'Machine', 'Time']) {
      expect(facts.has(name)).toBe(false);
    }
    expect(facts.get('Uncertain beyond')).toBe(
      'it has no threshold: it never says that it is uncertain',
    );
    const [row] = listed(imported);
    expect(row).toMatchObject({
      figures: ['not judged yet'],
      facts: { origin: 'imported from Teachable Machine' },
    });
  });

  it('is trained here once it was taught further', () => {
    const { retraining } = card();
    const page = modelPage(source({ ...imported, retraining, training: card().training }));
    expect(page.summary).toBe('head retrained · 2 classes');
  });
});
