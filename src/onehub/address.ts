import type { ListedChannel } from './channel';

/** Where One-Hub may find a server. */
export interface Place {
  readonly name: string;
  /** Bare; see {@link bareAddress}. Several where only its container's name is known. */
  readonly addresses: readonly string[];
  /** Somebody wrote it down for this very server. */
  readonly isConfigured: boolean;
}

/** What we call the channel of a server. */
export function channelName(server: string): string {
  return `cliproxy-${server}`;
}

/**
 * An address without what two ways of writing it differ in: slashes at its end, and `/v1`, which One-Hub adds by
 * itself (a channel that has it asks for `/v1/v1/…` and gets 404). Undefined for what is no address.
 */
export function bareAddress(text: string): string | undefined {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return undefined;
  const { protocol, host, pathname } = new URL(trimmed);
  return `${protocol}//${host}${withoutTail(pathname)}`;
}

function withoutTail(path: string): string {
  for (let end = path.length; ;) {
    if (path.endsWith('/', end)) end -= 1;
    else if (path.endsWith('/v1', end)) end -= 3;
    else return path.slice(0, end);
  }
}

/** Whether requests arrive: One-Hub takes one slash away, and adds `/v1/…`. */
export function arrives(baseUrl: string, address: string): boolean {
  return baseUrl.replace(/\/$/, '') === address;
}

/** Another server that One-Hub may find behind this address, unless it was written down for this one alone. */
export function rivalOf(server: Place, address: string, places: readonly Place[]): Place | undefined {
  return places.find(
    other =>
      other.name !== server.name &&
      other.addresses.includes(address) &&
      (other.isConfigured || !server.isConfigured),
  );
}

/** Whose channel it is, by its name or else by its address; `astray` where its requests do not arrive there. */
export function ownerOf(
  channel: Pick<ListedChannel, 'name' | 'base_url'>,
  places: readonly Place[],
): { readonly server: string; readonly astray: boolean } | undefined {
  const bare = bareAddress(channel.base_url);
  const there = places.filter(({ addresses }) => bare !== undefined && addresses.includes(bare));
  const owner =
    places.find(({ name }) => channel.name === channelName(name)) ??
    there.find(({ isConfigured }) => isConfigured) ??
    there[0];
  if (owner === undefined) return undefined;
  const astray = !owner.addresses.some(address => arrives(channel.base_url, address));
  return { server: owner.name, astray };
}
