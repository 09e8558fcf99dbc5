import { AdmissionLine } from '../../../../src/http/upload/admission-line';
import { QueueFullError } from '../../../../src/inference/errors';

const never = new AbortController().signal;
const make = (changes = {}): AdmissionLine =>
  new AdmissionLine({ places: 2, patienceMs: 1000, maxWaiting: 2, ...changes });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the line before batches', () => {
  it('admits in the order of coming, one for each who leaves', async () => {
    const line = make({ places: 1 });
    const order: string[] = [];
    const first = await line.enter(never);
    const second = line.enter(never).then((place) => (order.push('second'), place));
    const third = line.enter(never).then((place) => (order.push('third'), place));
    first.leave();
    first.leave(); // twice is once
    const inside = await second;
    expect([order, line.length]).toEqual([['second'], 1]);
    inside.leave();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('refuses who has waited long enough, and whom there is no room to wait for', async () => {
    const line = make({ places: 1, maxWaiting: 1 });
    const place = await line.enter(never);
    const waiting = line.enter(never);
    await expect(line.enter(never)).rejects.toThrow(QueueFullError);
    jest.advanceTimersByTime(1000);
    await expect(waiting).rejects.toThrow(QueueFullError);
    expect(line.length).toBe(0);
    place.leave();
    await line.enter(never);
  });

  it('forgets a client that goes away', async () => {
    const line = make({ places: 1 });
    const place = await line.enter(never);
    const client = new AbortController();
    const gone = line.enter(client.signal);
    const next = line.enter(never);
    client.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    place.leave();
    await next;
    await expect(line.enter(client.signal)).rejects.toThrow('gone');
  });

  it('lets who was inside before go first, however long it takes', async () => {
    const line = make({ places: 1, patienceMs: 10 });
    const place = await line.enter(never);
    const newcomer = line.enter(never);
    const again = line.enterAgain(never);
    jest.advanceTimersByTime(10_000);
    await expect(newcomer).rejects.toThrow(QueueFullError);
    place.leave();
    await again;
  });
});
