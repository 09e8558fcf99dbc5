import { steadily, type Load } from './drive';
import { pictureOf, predictQuestion } from './pictures';
import { wrongKeyQuestions, type Senders } from './wrong-key-questions';

// A process of its own that sends wrong keys when it is told to, so that whoever measures how long good
// requests take is not kept from its clock.

export interface WrongKeyOrder {
  readonly url: string;
  readonly goodKey: string;
  readonly senders: Senders;
  readonly perSecond: number;
  readonly seconds: number;
}

export type WrongKeyReport = Pick<Load, 'byStatus' | 'seconds'>;

process.on('message', ({ url, goodKey, senders, perSecond, seconds }: WrongKeyOrder) => {
  void (async () => {
    const prediction = predictQuestion(await pictureOf('png-32'));
    const next = wrongKeyQuestions(prediction, goodKey, senders);
    const load = await steadily(url, next, perSecond, seconds);
    const report: WrongKeyReport = { byStatus: load.byStatus, seconds: load.seconds };
    process.send?.(report);
  })();
});
