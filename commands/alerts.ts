import { mayDo, mayDoEverywhere } from '../src/chat/access';
import { incidentLine } from '../src/chat/alerts/alert-message';
import { readMutes, type Mutes } from '../src/chat/alerts/mutes';
import { isOpen } from '../src/chat/alerts/next-step';
import { defineCommand, type CommandContext } from '../src/chat/command';
import { maskedParts } from '../src/chat/mask';
import type { Button, Part } from '../src/chat/platform';
import type { Incident, WatchRecord } from '../src/jobs/incident';
import { lines } from '../src/messages/rich';

/** As many fit into a message of every platform. */
const mostIncidents = 10;
const mostMutes = 4;
/** A watcher shows itself every minute, and another takes over within half of one. */
const absentMs = 3 * 60_000;

export const command = defineCommand({
  name: 'alerts',
  options: [{ name: 'server' }],
  access: 'viewer',
  run: async context => {
    const { jobs, options, servers } = context;
    const server = options['server'];
    const asked = server === undefined ? servers : [server];
    const [mutes, ...records] = await Promise.all([
      readMutes(jobs, asked, Date.now()),
      ...asked.map(each => jobs.read('watch', each)),
    ]);
    const watches = asked.map((each, index) => ({ server: each, record: records[index] }));
    return {
      text: lines(
        ...stateLines(context, watches),
        ...muteLines(context, asked, mutes, watches),
        placesLine(context, asked),
      ),
      buttons: buttonsFor(context, asked, mutes),
    };
  },
});

type Watches = readonly { readonly server: string; readonly record: WatchRecord | undefined }[];
type Line = readonly Part[];

function stateLines({ incoming, words }: CommandContext, watches: Watches): readonly (Line | false)[] {
  const say = words.alerts;
  const open = incidentsOf(watches)
    .filter(isOpen)
    .sort((one, other) => one.startedAtMs - other.startedAtMs);
  const nowMs = Date.now();
  const watched = watches.flatMap(({ server, record }) =>
    record === undefined ? [] : [{ server, sinceMs: record.watchedAtMs }],
  );
  const seen = watched.filter(({ sinceMs }) => nowMs - sinceMs <= absentMs).map(each => each.server);
  const absent = watched.filter(({ sinceMs }) => nowMs - sinceMs > absentMs);
  const unseen = watches.filter(each => each.record === undefined).map(each => each.server);
  return [
    open.length === 0 ? seen.length > 0 && say.fine(seen) : say.open(open.length),
    ...open.slice(0, mostIncidents).map(incident => readable(incidentLine({ incident, sentAtMs: 0 }, words))),
    open.length > mostIncidents && say.more(open.length - mostIncidents),
    unseen.length > 0 && say.unknown(unseen),
    ...absent.slice(0, mostIncidents).map(({ server, sinceMs }) => say.unwatched(server, sinceMs)),
  ];

  function readable(text: Line): Line {
    return incoming.isPrivate ? text : maskedParts(text);
  }
}

function muteLines(
  { words }: CommandContext,
  asked: readonly string[],
  mutes: Mutes,
  watches: Watches,
): readonly Line[] {
  const own = asked.flatMap(server => {
    const mute = mutes.servers[server];
    return mute === undefined ? [] : [{ server, mute }];
  });
  const all = mutes.all === undefined ? [] : [{ server: undefined, mute: mutes.all }];
  const mutedOnes = [...all, ...own];
  const shown = mutedOnes.slice(0, mostMutes).map(({ server, mute }) => {
    const passed = incidentsOf(watches).filter(
      incident =>
        (server === undefined || incident.server === server) &&
        !isOpen(incident) &&
        incident.seenAtMs >= mute.sinceMs,
    );
    return words.alerts.mutedLine(server, mute, passed.length);
  });
  const more = mutedOnes.length - shown.length;
  return more > 0 ? [...shown, words.alerts.moreMuted(more)] : shown;
}

function placesLine({ alerts, words }: CommandContext, asked: readonly string[]): Line | false {
  const told = alerts.some(place => place.server === undefined || asked.includes(place.server));
  return !told && words.alerts.nowhere();
}

function buttonsFor(
  { access, options, person, words }: CommandContext,
  asked: readonly string[],
  mutes: Mutes,
): readonly (readonly Button[])[] {
  const say = words.alerts.buttons;
  const refresh: Button = { kind: 'action', label: say.refresh, action: `alerts:${options['server'] ?? ''}` };
  if (mutes.all !== undefined && mayDoEverywhere(access, person, 'operator')) {
    return [[refresh, { kind: 'action', label: say.unmute, action: 'unmute' }]];
  }
  const mine = asked.filter(
    server => mutes.servers[server] !== undefined && mayDo(access, person, 'operator', server),
  );
  const unmutes = mine
    .slice(0, mostMutes)
    .map((server): readonly Button[] => [
      { kind: 'action', label: `${say.unmute}: ${server}`, action: `unmute:${server}` },
    ]);
  return [[refresh], ...unmutes];
}

function incidentsOf(watches: Watches): readonly Incident[] {
  return watches.flatMap(each => each.record?.incidents ?? []);
}
