import { findApi, guidePort } from '../cliproxy/api';
import type { CliProxies, CliProxy } from '../cliproxy/cliproxies';
import { modelsOf } from '../cliproxy/models';
import { runningContainer } from '../cliproxy/running-container';
import { UserError } from '../errors';
import type { Tasks } from '../jobs/contracts';
import type { OneHubReport } from '../jobs/reports';
import type { Jobs } from '../jobs/jobs';
import { bareAddress, ownerOf, rivalOf, type Place } from '../onehub/address';
import { createOneHub, type OneHub } from '../onehub/api';
import { claimMs, connect, type Wanted } from '../onehub/connect';
import { reportOf } from '../onehub/report';
import type { OneHubSettings } from '../onehub/settings';
import { directWay, wayThrough } from '../onehub/way';
import type { ServerSettings } from '../server/settings';

/**
 * Adds a server to One-Hub or brings its channel up to date, and tests it; without one, lists the channels that lead
 * to our servers.
 *
 * @throws UserError `onehub-…`; `no-api-key`, `no-account` and whatever keeps the server's models from being read.
 */
export async function connectOneHub(
  proxies: CliProxies,
  jobs: Pick<Jobs, 'claim'>,
  oneHub: OneHubSettings | undefined,
  { server }: Tasks['onehub']['data'],
): Promise<OneHubReport> {
  if (oneHub === undefined) throw new UserError({ code: 'onehub-not-configured' });
  const { via } = oneHub;
  const way = via === undefined ? directWay(oneHub) : wayThrough(proxies.known(via).server, oneHub);
  const hub = createOneHub(oneHub, way);
  const places = proxies.names.map(name => placeOf(proxies.known(name).place));
  if (server === undefined) return listChannels(hub, places);

  const wanted = await wantedOf(proxies.known(server), places);
  const claim = async (): Promise<number | undefined> =>
    (await jobs.claim(`onehub.${server}`, server, claimMs))?.atMs;
  return connect(wanted, { hub, places, claim });
}

async function listChannels(hub: OneHub, places: readonly Place[]): Promise<OneHubReport> {
  const channels = (await hub.channels()).flatMap(channel => {
    const owner = ownerOf(channel, places);
    return owner === undefined ? [] : [reportOf(channel, owner.server, owner.astray)];
  });
  const found = new Set(channels.map(({ server }) => server));
  return {
    kind: 'channels',
    channels,
    missing: places.map(({ name }) => name).filter(name => !found.has(name)),
  };
}

async function wantedOf(
  { server, place: settings }: Pick<CliProxy, 'server' | 'place'>,
  places: readonly Place[],
): Promise<Wanted> {
  const { apiKey } = settings;
  if (apiKey === undefined) throw new UserError({ code: 'no-api-key', server: server.name });
  const place = placeOf(settings);
  const container = await runningContainer(server);
  const api = await findApi(server, container, settings);
  const address = place.isConfigured ? place.addresses[0] : `http://${container.name}:${api.port}`;
  if (address === undefined) throw new Error(`${server.name} has no address`);
  const rival = rivalOf(place, address, places);
  if (rival !== undefined) {
    throw new UserError({ code: 'onehub-same-address', server: server.name, other: rival.name, address });
  }
  const models = await modelsOf(api);
  if (models.length === 0) throw new UserError({ code: 'no-account', server: server.name });
  return { place, address, key: apiKey, models };
}

/** Without an address of its own: by the container's name, as a One-Hub in the same Docker network finds it. */
function placeOf({ name, apiPort, apiUrl, containers }: ServerSettings): Place {
  const configured = apiUrl === undefined ? undefined : bareAddress(apiUrl);
  if (configured !== undefined) return { name, addresses: [configured], isConfigured: true };
  const ports = [...new Set([apiPort, guidePort])];
  const addresses = containers.flatMap(container => ports.map(port => `http://${container}:${port}`));
  return { name, addresses, isConfigured: false };
}
