import { CHART_CLASSES, classBalance } from '../../../src/dashboard/class-balance';

const group = (
  label: string,
  samples: number,
  heldOut = 0,
): { label: string; samples: number; held_out: number } => ({ label, samples, held_out: heldOut });

describe('the balance of classes', () => {
  it('is not drawn while there is no picture', () => {
    expect(classBalance([])).toBeUndefined();
    expect(classBalance([group('Cat', 0)])).toBeUndefined();
  });

  it('shows the classes that have pictures, and says them in words', () => {
    const balance = classBalance([group('Cat', 12, 2), group('Dog', 0), group('Frog', 1500)])!;
    expect(balance.alt).toBe('Bar chart of the pictures of each class: Cat 12, Frog 1,500');
    expect(balance.svg).toContain('Cat, To learn from: 10');
    expect(balance.svg).toContain('Cat, To judge by: 2');
    expect(balance.svg).not.toContain('Dog');
  });

  it('tells its size, which grows with the classes', () => {
    const one = classBalance([group('Cat', 1)])!;
    const two = classBalance([group('Cat', 1), group('Dog', 1)])!;
    expect(one.svg).toContain(`width="${one.width}" height="${one.height}"`);
    expect(two.height).toBeGreaterThan(one.height);
  });

  it('draws the largest of many classes, in the order of the list, and says so', () => {
    const many = Array.from({ length: CHART_CLASSES + 2 }, (_, i) => group(`Class ${i}`, i + 1));
    const { svg, alt } = classBalance(many)!;
    expect(svg).toContain(`The ${CHART_CLASSES} largest of ${CHART_CLASSES + 2} classes`);
    expect(alt).not.toContain('Class 1 ');
    expect(alt).toContain(': Class 2 3, Class 3 4,');
  });
});
