/** Reads until what was read is accepted; the last reading is in the failure's message. */
export async function eventually<T>(read: () => T | Promise<T>, accepts: (value: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 4_000;
  for (;;) {
    const value = await read();
    if (accepts(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`waited in vain; last: ${JSON.stringify(value)}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
