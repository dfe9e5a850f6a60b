/** Runs what it is given one after the other, in the order given; a failure does not hold up the next. */
export function inTurn(): <T>(act: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return act => {
    const acted = turn.then(act);
    turn = acted.catch(() => undefined);
    return acted;
  };
}
