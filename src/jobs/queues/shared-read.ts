/**
 * Lets everybody who asks while a read is under way share the next one: nobody gets an answer that is older
 * than their question, and a crowd costs two reads.
 */
export function sharedRead<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | undefined;

  const begin = (): Promise<Value> => {
    next = undefined;
    const reading = read();
    current = reading.catch(() => undefined);
    return reading;
  };

  return () => (next ??= current.then(begin));
}
