import {
  headPlan,
  HeadPlanError,
  type PlannedFrom,
} from '../../../../src/training/pictures/head-plan';
import type { Retraining } from '../../../../src/registry/card';

const retrained = (classes?: Retraining['classes']): Retraining => ({
  mode: 'head',
  job: null,
  ...(classes !== undefined && { classes }),
  samples: {},
  held_out_samples: {},
  new_classes: [],
  samples_fingerprint: '',
  duration_seconds: 1,
});

const BUILT_IN: PlannedFrom = { backbone: null, imported_classes: [], retraining: null };
const PHOTOS: PlannedFrom = {
  backbone: { name: 'photos', location: 'x', sha256: '', licence: null },
  imported_classes: [],
  retraining: retrained('own'),
};
const IMPORTED: PlannedFrom = { ...PHOTOS, imported_classes: ['cat', 'dog'], retraining: null };

describe('what a new head stands on', () => {
  it.each([
    ['nothing asked for, the built-in network', {}, BUILT_IN, 'cifar10', 'all'],
    ['nothing asked for, people’s own classes', {}, PHOTOS, 'photos', 'own'],
    ['nothing asked for, classes that came with the network', {}, IMPORTED, 'photos', 'all'],
    ['another network', { backbone: 'photos' }, BUILT_IN, 'photos', 'own'],
    ['back to the built-in one', { backbone: 'cifar10' }, PHOTOS, 'cifar10', 'all'],
    ['own classes on the built-in one', { classes: 'own' }, BUILT_IN, 'cifar10', 'own'],
    [
      'named classes go on',
      {},
      { ...PHOTOS, retraining: retrained(['a', 'b']) },
      'photos',
      ['a', 'b'],
    ],
  ] as const)('%s', (_, asked, base, network, classes) => {
    expect(headPlan(asked, base)).toEqual({ network, classes });
  });

  it('cannot be all classes of a network that has none', () => {
    expect(() => headPlan({ classes: 'all' }, PHOTOS)).toThrow(HeadPlanError);
    expect(() => headPlan({ classes: 'all', backbone: 'other' }, IMPORTED)).toThrow(HeadPlanError);
  });
});
