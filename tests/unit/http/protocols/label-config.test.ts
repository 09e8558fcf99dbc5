import fc from 'fast-check';
import { choicesOfImage } from '../../../../src/http/protocols/label-studio/label-config';

it('finds the choices of a picture', () => {
  const found = choicesOfImage(`<View>
    <!-- a comment -->
    <Text name="title" value="$title"/>
    <Image name="img" value="$url" zoom="true"/>
    <Choices name="quality" toName="title"><Choice value="Good"/></Choices>
    <Choices name='animal' toName='img' choice="single">
      <Choice value="Cat"/><Choice alias="d" value="Dog &amp; wolf"></Choice>
    </Choices>
  </View>`);
  expect(found).toMatchObject({ fromName: 'animal', toName: 'img', dataKey: 'url' });
  expect([...found!.choices]).toEqual([
    ['cat', { name: 'Cat', written: 'Cat' }],
    ['dog & wolf', { name: 'Dog & wolf', written: 'd' }],
  ]);
});

it.each([
  '',
  '<View/>',
  '<View><Image name="i" value="$x"/></View>',
  '<View><Choices name="c" toName="i"/></View>',
  '<View><Image name="i" value="fixed.png"/><Choices name="c" toName="i"/></View>',
])('finds none in %p', (config) => {
  expect(choicesOfImage(config)).toBeUndefined();
});

it('takes any text without complaint', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('<', '>', '=', '"', "'", 'Image', 'Choices', ' ', 'name', '&amp;')),
      (pieces) => {
        expect(() => choicesOfImage(pieces.join(''))).not.toThrow();
      },
    ),
  );
});
