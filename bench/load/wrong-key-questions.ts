import { newKeyText } from '../../src/auth/key-text';
import { checksumOf } from '../../src/auth/secret-text';
import type { Question } from './pictures';

/** Where wrong keys come from: so many addresses, or this one. */
export type Senders = number | string;

const CHECKSUM_LENGTH = 6;

/**
 * Predictions with keys that are wrong in every way: of nobody, with the id of a good key, and with a
 * checksum that does not fit. Each one is another text.
 *
 * @param goodKey whose id some of them have
 */
export function wrongKeyQuestions(
  prediction: Question,
  goodKey: string,
  senders: Senders,
): (index: number) => Question {
  const idOfGood = goodKey.split('_')[1]!;
  const ways: readonly (() => string)[] = [
    () => newKeyText().text,
    () => {
      const [prefix, , secret] = newKeyText().text.split('_');
      const start = `${prefix!}_${idOfGood}_${secret!}_`;
      return start + checksumOf(start);
    },
    () => newKeyText().text.slice(0, -CHECKSUM_LENGTH) + '!'.repeat(CHECKSUM_LENGTH),
  ];
  return (index) => ({
    ...prediction,
    headers: {
      ...prediction.headers,
      authorization: `Bearer ${ways[index % ways.length]!()}`,
      'x-forwarded-for': typeof senders === 'string' ? senders : addressOf(index % senders),
    },
  });
}

/** An address of its own for each number below 65,000: 10.1.0.1 is the first. */
function addressOf(number: number): string {
  return `10.1.${Math.floor(number / 250)}.${(number % 250) + 1}`;
}
