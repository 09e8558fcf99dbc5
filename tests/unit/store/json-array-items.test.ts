import fc from 'fast-check';
import {
  jsonArrayItems,
  NotAJsonArrayError,
  type JsonArrayItem,
} from '../../../src/store/history-file/json-array-items';

async function itemsOf(text: string, cuts: readonly number[] = []): Promise<JsonArrayItem[]> {
  const items: JsonArrayItem[] = [];
  for await (const item of jsonArrayItems(cut(text, cuts), 'predictions')) items.push(item);
  return items;
}

/** The text in pieces, cut at these places. */
async function* cut(text: string, places: readonly number[]): AsyncGenerator<string> {
  await Promise.resolve();
  const ends = [...places.map((place) => place % (text.length + 1)), text.length];
  let start = 0;
  for (const end of ends.toSorted((a, b) => a - b)) {
    yield text.slice(start, end);
    start = end;
  }
}

const texts = (items: readonly JsonArrayItem[]): string[] => items.map(({ text }) => text);

describe('elements of a JSON array', () => {
  const anyArray = fc.array(fc.jsonValue({ maxDepth: 3 }));
  const anyCuts = fc.array(fc.nat(), { maxLength: 6 });
  const anyIndent = fc.constantFrom(undefined, 2, '\t');

  it('are those that JSON.parse finds, wherever the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(anyArray, anyCuts, anyIndent, async (array, cuts, indent) => {
        const items = await itemsOf(JSON.stringify(array, null, indent), cuts);
        expect(items.map(({ text }) => JSON.parse(text) as unknown)).toEqual(
          JSON.parse(JSON.stringify(array)),
        );
        expect(items.map(({ position }) => position)).toEqual([...array.keys()]);
        expect(items.every(({ complete }) => complete)).toBe(true);
      }),
    );
  });

  it('are found under the key, among whatever else the object holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyArray,
        fc.jsonValue(),
        anyCuts,
        anyIndent,
        async (array, other, cuts, indent) => {
          const decoys = { a: other, b: { predictions: [other] }, c: '"predictions": [' };
          const text = JSON.stringify({ ...decoys, predictions: array, z: other }, null, indent);
          const items = await itemsOf(text, cuts);
          expect(items.map(({ text: item }) => JSON.parse(item) as unknown)).toEqual(
            JSON.parse(JSON.stringify(array)),
          );
        },
      ),
    );
  });

  it('are given beside a broken one', async () => {
    expect(texts(await itemsOf('[1, {"a": NaN}, nonsense, 4]'))).toEqual([
      '1',
      '{"a": NaN}',
      'nonsense',
      '4',
    ]);
  });

  it('may follow a byte order mark', async () => {
    expect(texts(await itemsOf('\uFEFF[1]'))).toEqual(['1']);
  });

  it('may end with a comma', async () => {
    expect(texts(await itemsOf('[1, 2,\n]'))).toEqual(['1', '2']);
  });

  it.each(['[{"a": 1}, {"a": ', '[{"a": 1}, {"a": "]}', '[{"a": 1},'])(
    'say that the text ends before they do: %s',
    async (text) => {
      const items = await itemsOf(text);
      expect(items.map(({ complete }) => complete)).toEqual([true, false]);
      expect(items[0]).toEqual({ position: 0, text: '{"a": 1}', complete: true });
    },
  );

  it.each(['', '{}', '"[1]"', 'a,b\n1,2', '{"other": [1]}', '{"a": {"predictions": [1]}}', '12'])(
    'are not looked for where no such array is: %s',
    async (text) => {
      await expect(itemsOf(text)).rejects.toThrow(NotAJsonArrayError);
    },
  );
});
