import { setTimeout as sleep } from 'node:timers/promises';
import { openWaitingRoom, type Waiting } from '../../../src/chat/import/waiting-room';

const what: Waiting = { kind: 'email', server: 'ali', files: [{ name: 'a', content: Buffer.from('x') }] };
const forgotten = expect.objectContaining({ problem: { code: 'import-forgotten' } }) as unknown;

function refusal(take: () => unknown): unknown {
  try {
    return take();
  } catch (error) {
    return error;
  }
}

describe('what waits for an answer', () => {
  it('is given out once, to whom it belongs', () => {
    const room = openWaitingRoom();
    const id = room.keep('telegram:1', what);

    const others = refusal(() => room.take('telegram:2', id));
    const own = room.take('telegram:1', id);
    const again = refusal(() => room.take('telegram:1', id));

    expect([others, again]).toEqual([forgotten, forgotten]);
    expect(own).toBe(what);
  });

  it('is found without its id where an e-mail is waited for, the latest', () => {
    const room = openWaitingRoom();
    room.keep('telegram:1', what);
    const latest = room.keep('telegram:1', what);
    room.keep('telegram:1', { kind: 'how', from: 'a', to: 'b', account: { file: 'f', who: 'w' } });

    expect(room.wantsEmail('telegram:1')).toBe(latest);
    expect(room.wantsEmail('telegram:2')).toBeUndefined();
  });

  it('is gone when its time is over', async () => {
    const room = openWaitingRoom(20);
    const id = room.keep('telegram:1', what);

    await sleep(40);

    expect(refusal(() => room.take('telegram:1', id))).toEqual(forgotten);
    expect(room.wantsEmail('telegram:1')).toBeUndefined();
  });
});
