import { createLines } from '../../../../src/chat/telegram/calling/lines';

function pending() {
  let end: () => void = () => undefined;
  const promise = new Promise<void>(resolve => {
    end = resolve;
  });
  return { promise, end: () => end() };
}

describe('what is written to a Telegram chat', () => {
  it('goes out one after the other, in the order asked for', async () => {
    const inLine = createLines();
    const first = pending();
    const done: string[] = [];

    const both = [
      inLine(1, () => first.promise.then(() => void done.push('first'))),
      inLine(1, () => Promise.resolve(void done.push('second'))),
    ];
    await Promise.resolve();
    first.end();

    await Promise.all(both);
    expect(done).toEqual(['first', 'second']);
  });

  it('does not wait for other chats', async () => {
    const inLine = createLines();
    const stuck = inLine(1, () => new Promise<never>(() => undefined));

    const other = await inLine(2, () => Promise.resolve('sent'));

    expect(other).toBe('sent');
    expect(stuck).toBeInstanceOf(Promise);
  });

  it('goes on after a failure, which is told to whoever asked', async () => {
    const inLine = createLines();

    const failed = inLine(1, () => Promise.reject(new Error('no')));
    const next = inLine(1, () => Promise.resolve('sent'));

    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('sent');
  });
});
