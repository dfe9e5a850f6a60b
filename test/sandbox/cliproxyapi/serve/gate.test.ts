import { createGate } from '../../../../sandbox/cliproxyapi/serve/management/gate';
import type { GateSettings } from '../../../../sandbox/cliproxyapi/serve/management/gate';

const usual: GateSettings = { allowRemote: true, bansLocal: true, opens: key => key === 'right' };
const gateway = { address: '172.18.0.1', local: false };
const itself = { address: '127.0.0.1', local: true };

describe('the door of the Management API', () => {
  let nowMs = 0;
  const gate = (change: Partial<GateSettings> = {}): ReturnType<typeof createGate> =>
    createGate({ ...usual, ...change }, () => nowMs);

  it('lets the key in', () => {
    expect(gate()({ ...gateway, key: 'right' })).toBeUndefined();
  });

  it.each([
    ['', 'missing management key'],
    ['wrong', 'invalid management key'],
  ])('refuses %j: %s', (key, error) => {
    expect(gate()({ ...gateway, key })).toEqual({ status: 401, error });
  });

  it('does not look at the key of another machine where only its own may ask', () => {
    const ask = gate({ allowRemote: false });

    const asked = Array.from({ length: 9 }, () => ask({ ...gateway, key: 'wrong' }));

    expect(new Set(asked.map(refusal => refusal?.error))).toEqual(new Set(['remote management disabled']));
    expect(ask({ ...itself, key: 'right' })).toBeUndefined();
  });

  it('is shut for half an hour after five failures, also for the key', () => {
    const ask = gate();
    for (let failures = 0; failures < 5; failures++) ask({ ...gateway, key: failures % 2 ? 'wrong' : '' });

    nowMs += 1_000;
    const refused = ask({ ...gateway, key: 'right' });
    const other = ask({ address: '10.0.0.1', local: false, key: 'right' });
    nowMs += 30 * 60_000 - 1_000;
    const later = ask({ ...gateway, key: 'right' });

    expect(refused).toEqual({
      status: 403,
      error: 'IP banned due to too many failed attempts. Try again in 29m59s',
    });
    expect([other, later]).toEqual([undefined, undefined]);
  });

  it('forgives failures that a success ends', () => {
    const ask = gate();
    for (let failures = 0; failures < 4; failures++) ask({ ...gateway, key: 'wrong' });
    ask({ ...gateway, key: 'right' });

    for (let failures = 0; failures < 4; failures++) ask({ ...gateway, key: 'wrong' });

    expect(ask({ ...gateway, key: 'right' })).toBeUndefined();
  });

  it.each([
    [true, 403],
    [false, undefined],
  ])('bans its own machine as well, or does not before v6.9.38 (%s)', (bansLocal, status) => {
    const ask = gate({ bansLocal });

    for (let failures = 0; failures < 5; failures++) ask({ ...itself, key: 'wrong' });

    expect(ask({ ...itself, key: 'right' })?.status).toBe(status);
  });
});
