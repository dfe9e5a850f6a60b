import { RESTJSONErrorCodes, Routes, type REST } from 'discord.js';
import type { Address } from '../../platform';
import { destinationOf } from '../addresses';
import { DiscordFault, asked } from '../failures';

/**
 * Does something to a message that stands in a thread, also where the thread has fallen asleep since: sending wakes
 * it by itself, but an edit has to ask. A thread that somebody locked stays as it is, and the request fails.
 */
export async function inThread<T>(rest: REST, address: Address, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const destination = destinationOf(address);
    if (!isAsleep(error) || destination.kind !== 'channel') throw error;
    await asked(rest.patch(Routes.channel(destination.channel), { body: { archived: false } }));
    return act();
  }
}

function isAsleep(error: unknown): boolean {
  return error instanceof DiscordFault && error.code === RESTJSONErrorCodes.InvalidActionOnArchivedThread;
}
