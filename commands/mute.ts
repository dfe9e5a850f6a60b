import { mayDoEverywhere } from '../src/chat/access';
import { durationOf } from '../src/chat/alerts/duration';
import { mute, muteOf, readMutes, type Muted } from '../src/chat/alerts/mutes';
import { defineCommand, type CommandContext } from '../src/chat/command';
import type { Message } from '../src/chat/platform';
import { UserError } from '../src/errors';

const usualMs = 2 * 3_600_000;
/** Whoever wants them away for good takes the chat out of `ALERTS`. */
const longestMs = 30 * 86_400_000;

export const command = defineCommand({
  name: 'mute',
  options: [{ name: 'for', looksLike: 'duration' }, { name: 'server' }],
  access: 'operator',
  run: async context => {
    const { incoming, jobs, person } = context;
    const { muted, ms } = asked(context);
    const nowMs = Date.now();
    const untilMs = nowMs + Math.min(ms, longestMs);
    // A button is pressed to hear less: it cuts no longer mute short.
    const least = incoming.event.kind === 'action' ? await shortest(context, muted, nowMs) : 0;
    if (least >= untilMs) return mutedMessage(context, muted, least);
    await mute(jobs, muted, { sinceMs: nowMs, untilMs, by: person.name });
    return mutedMessage(context, muted, untilMs);
  },
});

/** Tapped on Telegram a command loses the server behind it, so the way back is a button. */
function mutedMessage({ words }: CommandContext, muted: Muted, untilMs: number): Message {
  const [only, ...others] = muted === 'all' ? [] : muted;
  const action = only === undefined || others.length > 0 ? 'unmute' : `unmute:${only}`;
  return {
    text: words.alerts.muted(muted, untilMs),
    buttons: [[{ kind: 'action', label: words.alerts.buttons.unmute, action }]],
  };
}

/** How long, and which servers: `/mute ali` names one where the time is expected. */
function asked(context: CommandContext): { readonly muted: Muted; readonly ms: number } {
  const { access, options, person, servers } = context;
  const typed = options['for'] ?? '';
  const named = servers.find(server => server.toLowerCase() === typed.toLowerCase());
  const server = named ?? options['server'];
  const ms = typed === '' || named !== undefined ? usualMs : durationOf(typed);
  if (ms === undefined) throw new UserError({ code: 'not-a-duration', typed });
  if (server !== undefined) return { muted: [server], ms };
  return { muted: mayDoEverywhere(access, person, 'operator') ? 'all' : servers, ms };
}

/** Until when these are all muted already. */
async function shortest({ jobs }: CommandContext, muted: Muted, nowMs: number): Promise<number> {
  const mutes = await readMutes(jobs, muted === 'all' ? [] : muted, nowMs);
  if (muted === 'all') return mutes.all?.untilMs ?? 0;
  return Math.min(...muted.map(server => muteOf(mutes, server)?.untilMs ?? 0));
}
