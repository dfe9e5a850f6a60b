import { info, ping, version } from './about';
import { sendEmpty, sendJson } from './answers';
import { sendArchive } from './archive';
import type { Call } from './call';
import { found, pathOf } from './call';
import { sendEvents } from './events';
import { createExec, inspectExec, startExec } from './exec';
import { inspection } from './inspect';
import { kill, pause, remove, rename, restart, start, stop, unpause } from './lifecycle';
import { list } from './listing';
import { sendLogs } from './logs';
import { takeArchive } from './unpack';

type Route = readonly [method: string, path: RegExp, handle: (call: Call) => void | Promise<void>];

const one = (kind: string, what: string): RegExp => new RegExp(`^/${kind}/([^/]+)/${what}$`);

/** The part of the Docker Engine API that the pretend engine speaks, without the version in the path. */
export const routes: readonly Route[] = [
  ['GET', /^\/_ping$/, ping],
  ['HEAD', /^\/_ping$/, ping],
  ['GET', /^\/version$/, version],
  ['GET', /^\/info$/, info],
  ['GET', /^\/events$/, sendEvents],
  ['GET', /^\/containers\/json$/, list],
  ['GET', one('containers', 'json'), call => sendJson(call.response, 200, inspection(found(call)))],
  ['GET', one('containers', 'logs'), call => sendLogs(found(call), call.query, call.response)],
  ['GET', one('containers', 'top'), top],
  ['GET', one('containers', 'archive'), call => sendArchive(found(call), pathOf(call), false, call.response)],
  ['HEAD', one('containers', 'archive'), call => sendArchive(found(call), pathOf(call), true, call.response)],
  ['PUT', one('containers', 'archive'), unpack],
  ['POST', one('containers', 'start'), start],
  ['POST', one('containers', 'stop'), stop],
  ['POST', one('containers', 'restart'), restart],
  ['POST', one('containers', 'kill'), kill],
  ['POST', one('containers', 'pause'), pause],
  ['POST', one('containers', 'unpause'), unpause],
  ['POST', one('containers', 'rename'), rename],
  ['DELETE', /^\/containers\/([^/]+)$/, remove],
  ['POST', one('containers', 'exec'), call => createExec(call, found(call))],
  ['POST', one('exec', 'start'), startExec],
  ['GET', one('exec', 'json'), inspectExec],
];

function top(call: Call): void {
  const container = found(call);
  if (container.life.status !== 'paused') container.life.mustRun();
  const rows = container
    .processes()
    .map(({ pid, command }) => ['root', String(pid), '1', '0', '12:00', '?', '00:00:00', command]);
  const titles = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
  container.tell('top');
  sendJson(call.response, 200, { Titles: titles, Processes: rows });
}

async function unpack(call: Call): Promise<void> {
  await takeArchive(found(call), pathOf(call), call.request);
  sendEmpty(call.response, 200);
}
