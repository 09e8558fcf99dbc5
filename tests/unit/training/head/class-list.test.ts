import { classListOf } from '../../../../src/training/head/class-list';

describe('the classes of a head', () => {
  const samples = ['fox', ' FROG ', 'Owl', 'Fox'].map((label) => ({ label }));

  it('are those of the graph, then new ones by name, whatever the order and the case', () => {
    const straight = classListOf(['Cat', 'Frog'], samples);
    expect(straight.names).toEqual(['Cat', 'Frog', 'Fox', 'Owl']);
    expect(classListOf(['Cat', 'Frog'], samples.toReversed()).names).toEqual(straight.names);
    expect(straight.indexOf('frog')).toBe(1);
    expect(straight.indexOf('OWL')).toBe(3);
    expect(straight.has('Elk')).toBe(false);
    expect(straight.known).toBe(2);
  });
});
