import { mayDoEverywhere } from '../src/chat/access';
import { muteOf, readMutes, unmute, type Muted } from '../src/chat/alerts/mutes';
import { defineCommand } from '../src/chat/command';

export const command = defineCommand({
  name: 'unmute',
  options: [{ name: 'server' }],
  access: 'operator',
  run: async ({ access, jobs, options, person, servers, words }) => {
    const say = words.alerts;
    const nowMs = Date.now();
    const server = options['server'];
    const named = server === undefined ? servers : [server];
    const everywhere = mayDoEverywhere(access, person, 'operator');
    const all = everywhere && named.length === servers.length;
    const meant: Muted = all && server === undefined ? 'all' : named;

    const before = await readMutes(jobs, named, nowMs);
    if (!named.some(each => muteOf(before, each) !== undefined)) return { text: say.notMuted(meant) };
    await Promise.all([unmute(jobs, named), all && unmute(jobs, 'all')]);
    // What is wrong still is told at once.
    await Promise.all(named.map(each => jobs.signal({ kind: 'incidents', server: each })));
    const { all: still } = await readMutes(jobs, [], nowMs);
    return { text: still === undefined ? say.unmuted(meant) : say.stillMuted(still) };
  },
});
