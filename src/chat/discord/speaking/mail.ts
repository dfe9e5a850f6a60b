import { randomBytes } from 'node:crypto';
import type { REST } from 'discord.js';
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Address, Message, MessageRef, PersonId } from '../../platform';
import { MessageGone } from '../../platform';
import { channelAddress, destinationOf, userOf } from '../addresses';
import { bodyOf } from './body';
import { filesOf } from './files';
import { inThread } from './threads';
import { asked, editFailure, sendFailure } from '../failures';

/** Anything Discord creates comes back with its id. */
const created = z.object({ id: z.string() });

/** Sends to a channel, or once more to the person an answer went to. Throws ChatClosed. */
export async function send(rest: REST, to: Address, message: Message): Promise<MessageRef> {
  const destination = destinationOf(to);
  const request =
    destination.kind === 'channel'
      ? rest.post(Routes.channelMessages(destination.channel), {
          body: { ...bodyOf(message), ...onlyOnce() },
          ...filesOf(message),
        })
      : rest.post(Routes.webhook(destination.application, destination.token), {
          body: bodyOf(message, { ephemeral: true }),
          ...filesOf(message),
          query: new URLSearchParams({ wait: 'true' }),
          auth: false,
        });
  try {
    return { address: to, id: created.parse(await asked(request)).id };
  } catch (error) {
    throw sendFailure(error);
  }
}

/** Throws MessageGone; an answer is gone with its token. */
export async function edit(rest: REST, ref: MessageRef, message: Message): Promise<void> {
  const { route, auth } = routeOf(ref);
  try {
    const request = { body: bodyOf(message), ...filesOf(message), auth };
    await inThread(rest, ref.address, () => asked(rest.patch(route, request)));
  } catch (error) {
    throw editFailure(error);
  }
}

/** A message that is already gone is fine. */
export async function remove(rest: REST, ref: MessageRef): Promise<void> {
  const { route, auth } = routeOf(ref);
  try {
    await inThread(rest, ref.address, () => asked(rest.delete(route, { auth })));
  } catch (error) {
    const failure = editFailure(error);
    if (!(failure instanceof MessageGone)) throw failure;
  }
}

/** Discord opens the channel even where the person takes no messages: only sending shows that. */
export async function openPrivate(rest: REST, person: PersonId): Promise<Address> {
  try {
    const channel = await asked(rest.post(Routes.userChannels(), { body: { recipient_id: userOf(person) } }));
    return channelAddress(created.parse(channel).id);
  } catch (error) {
    throw sendFailure(error);
  }
}

function routeOf(ref: MessageRef): { readonly route: `/${string}`; readonly auth: boolean } {
  const destination = destinationOf(ref.address);
  if (destination.kind === 'channel') {
    return { route: Routes.channelMessage(destination.channel, ref.id), auth: true };
  }
  return { route: Routes.webhookMessage(destination.application, destination.token, ref.id), auth: false };
}

/** A request that is tried again after a broken answer does not send twice: Discord remembers the nonce. */
function onlyOnce() {
  return { nonce: randomBytes(12).toString('base64url'), enforce_nonce: true };
}
