import { chartDocument, chartFacts } from '../../../src/charts/document';

describe('chartFacts', () => {
  it('tells what a chart says of itself, however its words are written', () => {
    const description = `The class "Cats & dogs" is taken for <none>; it's 3 of 4.`;
    const svg = chartDocument({
      heading: 'A chart <desc>of another</desc>',
      remark: '',
      description,
      width: 321,
      height: 100,
      body: '<rect width="1" height="2"/>',
    });
    const facts = chartFacts(svg);
    expect(facts).toEqual({ width: 321, height: expect.any(Number), description });
    expect(svg).toContain(`viewBox="0 0 321 ${facts.height}"`);
  });
});
