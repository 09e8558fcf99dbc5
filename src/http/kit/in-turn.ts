/**
 * Runs tasks one after the other, in the order they came.
 *
 * @example
 * const turn = inTurn();
 * await turn(() => deleteSomething());
 */
export function inTurn(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return async (task) => {
    const before = last;
    const mine = before.then(task, task);
    last = mine.catch(() => undefined);
    return mine;
  };
}
