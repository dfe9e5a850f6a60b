import { sharedRead } from '../../../src/jobs/queues/shared-read';

/** Reads that each wait to be answered. */
function slowReads() {
  const open: { answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const read = jest.fn(
    () => new Promise<string>((resolve, reject) => open.push({ answer: resolve, fail: reject })),
  );
  return { read, open };
}

/** Lets everything happen that waits for nothing. */
function breath(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

describe('a shared read', () => {
  it('begins at once when nobody reads', async () => {
    const { read, open } = slowReads();
    const ask = sharedRead(read);

    const asked = ask();
    await breath();
    open[0]?.answer('one');

    expect(await asked).toBe('one');
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('gives those who ask while one is under way the next one, all together', async () => {
    const { read, open } = slowReads();
    const ask = sharedRead(read);

    const first = ask();
    await breath();
    const later = [ask(), ask(), ask()];
    open[0]?.answer('old');
    await breath();
    open[1]?.answer('new');

    expect(await first).toBe('old');
    expect(await Promise.all(later)).toEqual(['new', 'new', 'new']);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('goes on after a read that failed, and fails for those alone who shared it', async () => {
    const { read, open } = slowReads();
    const ask = sharedRead(read);

    const first = ask();
    await breath();
    const later = ask();
    open[0]?.fail(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await breath();
    open[1]?.answer('back');

    expect(await later).toBe('back');
  });
});
