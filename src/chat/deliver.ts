import type { Telling } from '../jobs/contracts';
import type { Jobs } from '../jobs/jobs';
import type { Log } from '../log';
import { wordsFor } from '../messages/catalogue';
import { ChatClosed, MessageGone, type Address, type Platform } from './platform';
import { placeOf, resultMessage, statusMessage } from './status';

/**
 * Takes tellings off a platform's outbox. What throws here is tried again by the queue.
 *
 * @param deliverAlerts brings the alerts of a chat up to date.
 */
export function createDelivery(
  platform: Platform,
  jobs: Jobs,
  log: Log,
  deliverAlerts: (to: Address) => Promise<void>,
): (telling: Telling) => Promise<void> {
  return async telling => {
    try {
      await deliver(telling);
    } catch (error) {
      if (!(error instanceof ChatClosed)) throw error;
      // Nobody can be reached there any more; trying again would not help.
      log.warn({ platform: platform.name, telling: telling.kind }, 'a chat is closed to the bot');
    }
  };

  function deliver(telling: Telling): Promise<void> {
    switch (telling.kind) {
      case 'status':
        return deliverStatus(telling.login);
      case 'result':
        return deliverResult(telling);
      case 'alerts':
        return deliverAlerts(telling.to);
    }
  }

  async function deliverStatus(id: Extract<Telling, { kind: 'status' }>['login']): Promise<void> {
    const login = await jobs.login(id);
    if (login === undefined) return;
    const line = login.state.kind === 'queued' ? await jobs.line(login.server) : [];
    const words = wordsFor(login.requester.language, platform.name);
    const message = statusMessage(login, placeOf(id, line), words);
    try {
      await platform.edit(login.shownAt, message);
    } catch (error) {
      if (!(error instanceof MessageGone)) throw error;
      const ref = await platform.send(await platform.openPrivate(login.requester.id), message);
      await jobs.setShownAt(id, ref);
    }
  }

  async function deliverResult(telling: Extract<Telling, { kind: 'result' }>): Promise<void> {
    await platform.send(telling.to, resultMessage(telling, wordsFor(telling.language, platform.name)));
  }
}
