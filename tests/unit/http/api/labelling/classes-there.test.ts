import { CIFAR10_CLASSES } from '../../../../../src/config/cifar10';
import {
  classesWithoutPictures,
  offeredLabels,
} from '../../../../../src/http/api/labelling/classes-there';
import type { ServingModel } from '../../../../../src/serving/active-model';
import type { Label, SampleStore } from '../../../../../src/store/samples/sample';
import { tinyCard } from '../../../../support/tiny-version';

function serving(classNames: readonly string[], imported: readonly string[] = []): ServingModel {
  const card = tinyCard({ class_names: [...classNames], imported_classes: [...imported] });
  return { version: { card } } as unknown as ServingModel;
}

/** A store with all labels of CIFAR-10, these others, and samples of these. */
function store(others: readonly string[], used: readonly string[]): SampleStore {
  const labels = [...CIFAR10_CLASSES, ...others].map((name): Label => ({
    key: name.toLowerCase(),
    name,
  }));
  return {
    labels: () => Promise.resolve(labels),
    count: () => Promise.resolve(used.map((label) => ({ label }))),
  } as unknown as SampleStore;
}

describe('the classes that are there without a picture', () => {
  it("are CIFAR-10's while nothing is in service, and where the version in service knows them", () => {
    expect(classesWithoutPictures({ model: undefined })).toEqual(CIFAR10_CLASSES);
    const model = serving([...CIFAR10_CLASSES, 'Ant']);
    expect(classesWithoutPictures({ model })).toEqual(CIFAR10_CLASSES);
  });

  it("are none where the version in service knows people's own alone", () => {
    expect(classesWithoutPictures({ model: serving(['Ant', 'Bee']) })).toEqual([]);
  });

  it('are those that came with the network of the version in service', () => {
    const model = serving(['Ant', 'Bee', 'Wasp'], ['Ant', 'Bee']);
    expect(classesWithoutPictures({ model })).toEqual(['Ant', 'Bee']);
  });
});

describe('the labels that are offered', () => {
  it('are those that were given, and of CIFAR-10 what is known or has a picture', async () => {
    const model = serving(['Ant', 'Bee', 'Dog']);
    expect(await offeredLabels(store(['Bee', 'Ant'], ['Bee', 'Cat']), { model })).toEqual([
      'Ant',
      'Bee',
      'Cat',
      'Dog',
    ]);
  });

  it('are all of CIFAR-10 beside them where the version in service knows these', async () => {
    const model = serving(CIFAR10_CLASSES);
    const labels = await offeredLabels(store(['Ant'], []), { model });
    expect(labels).toEqual([...CIFAR10_CLASSES, 'Ant'].sort());
  });
});
