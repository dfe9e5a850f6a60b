import { UserError } from '../errors';
import type { OneHubChange, OneHubReport } from '../jobs/reports';
import { arrives, bareAddress, channelName, ownerOf, type Place } from './address';
import type { OneHub, Tested } from './api';
import { modelsOf, stateOf, type Columns, type ListedChannel, type WholeChannel } from './channel';
import { modelsFor, testModelFor } from './models';
import { reportOf } from './report';

/** `ChannelTypeCustom`: what speaks as OpenAI does, at an address of one's own. */
const CUSTOM = 8;
/** OpenAI, Custom and Anthropic: CLIProxyAPI speaks all three. */
const FITTING = [1, CUSTOM, 14];

/** A server as One-Hub is to know it. */
export interface Wanted {
  readonly place: Place;
  /** Bare; see {@link bareAddress}. */
  readonly address: string;
  /** One of CLIProxyAPI's api-keys. */
  readonly key: string;
  /** At least one. */
  readonly models: readonly string[];
}

export interface Connecting {
  readonly hub: OneHub;
  /** Every server of ours, which tells whose a channel is. */
  readonly places: readonly Place[];
  /** For {@link claimMs}: undefined when adding is ours to do, else since when somebody else does it (milliseconds since 1970). */
  readonly claim: () => Promise<number | undefined>;
}

/** To look once more and to add: a claim must hold longer than both together. */
const lookMs = 10_000;
export const claimMs = 30_000;

type Connected = Extract<OneHubReport, { readonly kind: 'connected' }>;

/**
 * Adds a server as a channel, or brings the one there is up to date, and tests it. What else somebody set in a channel
 * stays; one that somebody switched off stays off, one that One-Hub switched off is switched on after a good test.
 *
 * @throws UserError `onehub-under-way`, and what {@link OneHub} throws.
 */
export async function connect(wanted: Wanted, { hub, places, claim }: Connecting): Promise<Connected> {
  const find = async (withinMs?: number): Promise<ListedChannel | undefined> =>
    channelOf(wanted, await hub.channels(withinMs), places);
  const found = await find();
  const added = found === undefined && (await addOnce());
  const ours = found ?? (await find());
  if (ours === undefined) throw new Error('One-Hub took a channel and does not list it');

  const whole = await hub.channel(ours.id);
  const { changed, columns } = changesFor(whole, wanted);
  if (changed.length > 0) await hub.change(whole, columns);
  const now: WholeChannel = { ...whole, ...columns };

  const model = testModelFor(modelsOf(now), now.test_model);
  const tested = await hub.test(now.id, model);
  const switchedOn = tested.ok && stateOf(now) === 'auto-off';
  if (switchedOn) await hub.change(now, { status: 1 });
  return {
    kind: 'connected',
    channel: reportOf(afterTest(now, tested, switchedOn), wanted.place.name, false),
    added,
    changed: added ? [] : changed,
    switchedOn,
    test: testOf(tested, model),
  };

  /** Between seeing that there is none and adding one nobody else may do the same. */
  async function addOnce(): Promise<boolean> {
    const sinceMs = await claim();
    if (sinceMs !== undefined) {
      throw new UserError({ code: 'onehub-under-way', server: wanted.place.name, atMs: sinceMs });
    }
    if ((await find(lookMs)) !== undefined) return false;
    const models = modelsFor(wanted.models);
    await hub.add({
      type: CUSTOM,
      name: channelName(wanted.place.name),
      key: wanted.key,
      base_url: wanted.address,
      models: models.join(','),
      group: 'default',
      test_model: testModelFor(models, ''),
      status: 1,
    });
    return true;
  }
}

/** As One-Hub has it now: it notes the time of a good test a moment after it answered. */
function afterTest(channel: WholeChannel, tested: Tested, switchedOn: boolean): WholeChannel {
  if (!tested.ok) return tested.switchedOff ? { ...channel, status: 3 } : channel;
  const test_time = Math.floor(Date.now() / 1_000);
  return { ...channel, response_time: tested.ms, test_time, ...(switchedOn && { status: 1 }) };
}

function testOf(tested: Tested, model: string): Connected['test'] {
  if (tested.ok) return { ok: true, model, ms: tested.ms };
  return { ok: false, model, ...(tested.reason !== undefined && { reason: tested.reason }) };
}

/** Of several the one that we would have made, then one that is on, then the oldest. */
function channelOf(
  { address, place }: Wanted,
  channels: readonly ListedChannel[],
  places: readonly Place[],
): ListedChannel | undefined {
  const rank = (channel: ListedChannel): number =>
    (channel.name === channelName(place.name) ? 0 : 2) + (stateOf(channel) === 'on' ? 0 : 1);
  return channels
    .filter(channel => {
      const owner = ownerOf(channel, places);
      return (
        owner?.server === place.name || (owner === undefined && bareAddress(channel.base_url) === address)
      );
    })
    .sort((one, other) => rank(one) - rank(other) || one.id - other.id)[0];
}

function changesFor(
  channel: WholeChannel,
  wanted: Wanted,
): { readonly changed: readonly OneHubChange[]; readonly columns: Columns } {
  const models = modelsFor(wanted.models, channel);
  const testModel = testModelFor(models, channel.test_model);
  const isSame = [...models].sort().join() === [...modelsOf(channel)].sort().join();
  const changes: readonly (readonly [OneHubChange, Columns] | undefined)[] = [
    FITTING.includes(channel.type) ? undefined : ['type', { type: CUSTOM }],
    arrives(channel.base_url, wanted.address) ? undefined : ['address', { base_url: wanted.address }],
    channel.key === wanted.key ? undefined : ['key', { key: wanted.key }],
    isSame && channel.test_model === testModel
      ? undefined
      : ['models', { models: models.join(','), test_model: testModel }],
  ];
  const needed = changes.filter(change => change !== undefined);
  return {
    changed: needed.map(([what]) => what),
    columns: Object.assign({}, ...needed.map(([, columns]) => columns)) as Columns,
  };
}
