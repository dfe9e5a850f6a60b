import fc from 'fast-check';
import { createPacing } from '../../../../src/chat/telegram/calling/pacing';

const hourMs = 3_600_000;
const person = 4_711;
const group = -100_200_300;

describe('the pace of messages in a Telegram chat', () => {
  it('lets a short burst through at once', () => {
    const pacing = createPacing(() => 0);

    const waits = Array.from({ length: 10 }, () => pacing.turn(person, hourMs));

    expect(waits).toEqual(Array.from({ length: 10 }, () => 0));
  });

  it('is one a second after that', () => {
    const pacing = createPacing(() => 0);
    for (let turn = 0; turn < 10; turn++) pacing.turn(person, hourMs);

    const waits = [1, 2, 3].map(() => pacing.turn(person, hourMs));

    expect(waits).toEqual([1_000, 2_000, 3_000]);
  });

  it('is its own in every chat', () => {
    const pacing = createPacing(() => 0);
    for (let turn = 0; turn < 20; turn++) pacing.turn(person, hourMs);

    const wait = pacing.turn(person + 1, hourMs);

    expect(wait).toBe(0);
  });

  it('stands still as long as Telegram asks, and takes no turn from those who cannot wait', () => {
    let nowMs = 0;
    const pacing = createPacing(() => nowMs);
    pacing.pause(person, 30_000);

    const impatient = pacing.turn(person, 10_000);
    nowMs = 30_000;
    const afterwards = [pacing.turn(person, hourMs), pacing.turn(person, hourMs)];

    expect(impatient).toBeUndefined();
    expect(afterwards).toEqual([0, 1_000]);
  });

  it('never sends more than twenty in any minute of a group, whenever people write', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { minLength: 21, maxLength: 80 }), pausesMs => {
        let nowMs = 0;
        const pacing = createPacing(() => nowMs);
        const sentAt: number[] = [];
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          sentAt.push(nowMs + (pacing.turn(group, hourMs) ?? 0));
        }

        const fastest = sentAt.slice(20).map((at, index) => at - (sentAt[index] ?? 0));

        expect(Math.min(...fastest)).toBeGreaterThanOrEqual(60_000);
      }),
    );
  });
});
