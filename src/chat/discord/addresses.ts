import type { Address, PersonId } from '../platform';

/** Where a message goes on Discord. */
export type Destination =
  | { readonly kind: 'channel'; readonly channel: string }
  /** An answer only one person sees; it lives as long as its interaction's token, 15 minutes. */
  | { readonly kind: 'answer'; readonly application: string; readonly token: string };

export function channelAddress(channel: string): Address {
  return `discord:channel:${channel}`;
}

/** The address holds a short-lived token: keep it out of logs. */
export function answerAddress(application: string, token: string): Address {
  return `discord:answer:${application}:${token}`;
}

export function personId(user: string): PersonId {
  return `discord:${user}`;
}

/** Throws on an address that is not Discord's: a programming mistake, never something a person did. */
export function destinationOf(address: Address): Destination {
  const [platform, kind, first, ...rest] = address.split(':');
  if (platform === 'discord' && first !== undefined) {
    if (kind === 'channel') return { kind, channel: first };
    if (kind === 'answer') return { kind, application: first, token: rest.join(':') };
  }
  throw new Error(`not an address on Discord: ${platform ?? ''}:${kind ?? ''}`);
}

/** The user's id behind a person. Throws on a person of another platform. */
export function userOf(person: PersonId): string {
  const [platform, user] = person.split(':');
  if (platform !== 'discord' || user === undefined) throw new Error(`not a person on Discord: ${person}`);
  return user;
}
