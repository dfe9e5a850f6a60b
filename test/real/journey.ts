import { eventually, type House } from '../journey/house';
import type { Shown, Somebody } from '../journey/memory-chat';
import { command } from '../journey/memory-chat';
import type { World } from '../journey/world';

/** Asks for a login and comes back with the status message that holds its link. */
export async function askForLogin(house: House, who: Somebody, server = 'ali'): Promise<Shown> {
  await house.chat.does(who, command('claude-login', { server }));
  return house.status(who, /Press Authorize|点“授权”/);
}

/** Authorizes at the provider, pastes the address and comes back when the account is logged in. */
export async function finishLogin(house: House, world: World, who: Somebody, waiting: Shown): Promise<Shown> {
  const button = waiting.buttons.find(each => each.kind === 'link');
  if (button?.kind !== 'link') throw new Error(`no link in ${waiting.text}`);
  const text = await world.visit(button.url, { decision: 'authorize', email: 'ada@example.com' });
  await house.chat.does(who, { kind: 'text', text });
  return house.status(who, /is logged in/);
}

/** How many login programs run in a list of processes. */
export function loginsIn(processes: readonly string[]): number {
  return processes.filter(line => line.includes('-claude-login')).length;
}

/** Waits until no login runs in the container any more and its callback port is free. */
export async function nothingLeft(world: World, withinMs?: number): Promise<void> {
  await eventually(
    'no login process and a free port',
    async () => (loginsIn(await world.processes()) === 0 && (await world.portFree()) ? true : undefined),
    () => 'a login that still runs',
    withinMs,
  );
}
