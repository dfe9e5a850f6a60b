import { visitConsentPage } from '../../sandbox/browser';
import { until } from '../../test/real/parts/until';
import type { Person } from '../chats/chat';
import type { RealServer } from '../parts';
import { email, flags, linkPattern, resultPattern, type LoginTimes } from './times';

const patienceMs = 30_000;

/** One person's login in their private chat, from the command to the result. */
export async function loginInChat({ standIn }: RealServer, person: Person): Promise<LoginTimes> {
  const askedAtMs = performance.now();
  person.commands('claude-login');
  const link = await hears(person, linkPattern);

  const address = await visitConsentPage(link.text, { decision: 'authorize', email });

  const pastedAtMs = performance.now();
  person.writes(address);
  const result = await hears(person, resultPattern);

  await until('the program has ended', async () => {
    const running = await standIn.processes();
    return !running.some(line => line.includes(flags[0]));
  });
  return { linkMs: link.atMs - askedAtMs, resultMs: result.atMs - pastedAtMs };
}

/** When the first message that holds it left for the chat server. */
async function hears(
  person: Person,
  pattern: RegExp,
): Promise<{ readonly text: string; readonly atMs: number }> {
  const look = () => {
    for (const { atMs, body } of person.heard()) {
      const [text] = pattern.exec(body) ?? [];
      if (text !== undefined) return { text, atMs };
    }
    return undefined;
  };
  return until(`the person reads ${String(pattern)}`, look, patienceMs).catch((error: unknown) => {
    const last = person.heard().at(-1)?.body ?? 'nothing';
    throw new Error(`the login did not go on; the last message was: ${last}`, { cause: error });
  });
}
