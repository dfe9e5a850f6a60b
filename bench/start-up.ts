import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench';
import { openDiscord } from './chats/discord';
import { openTelegram } from './chats/telegram';
import { startProgram, type ProgramOptions } from './program';
import { alternate } from './rounds';
import { median } from './statistics';

/** How long the program has had nothing to do when its memory is looked at. */
const idleMs = 5_000;

/** From the start of the process to ready, and what it takes when it has nothing to do: both chats and worker. */
export const startUp: Bench = {
  name: 'start-up',
  run: async parts => {
    const chats = [await openDiscord(1), await openTelegram(1)];
    const measure = async (queue: ProgramOptions['queue']) => {
      const program = await startProgram(parts, { chats, queue });
      await pause(idleMs);
      const measured = { readyMs: program.readyMs, memoryMb: program.memoryMb() };
      await program.stop();
      return measured;
    };
    try {
      const measured = await alternate(
        { redis: () => measure('redis'), embedded: () => measure('embedded') },
        { rounds: 7, warmUp: 1 },
      );
      const ready = (queue: ProgramOptions['queue']): number =>
        median((measured.get(queue) ?? []).map(one => one.readyMs)) / 1000;
      const memory = (queue: ProgramOptions['queue']): number =>
        median((measured.get(queue) ?? []).map(one => one.memoryMb));
      return [
        { what: 'start-up on Redis: ready after', value: ready('redis'), unit: 's', target: { atMost: 0.8 } },
        {
          what: 'start-up on Redis: memory idle',
          value: memory('redis'),
          unit: 'MB',
          target: { atMost: 115 },
        },
        {
          what: 'start-up embedded, first boot: ready after',
          value: ready('embedded'),
          unit: 's',
          target: { atMost: 1.8 },
        },
        {
          what: 'start-up embedded, first boot: memory idle',
          value: memory('embedded'),
          unit: 'MB',
          target: { atMost: 330 },
        },
      ];
    } finally {
      for (const chat of chats) await chat.close();
    }
  },
};
