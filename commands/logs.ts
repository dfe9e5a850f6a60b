import { defineCommand } from '../src/chat/command';
import { maskEmails } from '../src/chat/mask';
import type { AttachedFile, PlatformName } from '../src/chat/platform';
import { UserError } from '../src/errors';
import type { LogsReport } from '../src/jobs/reports';
import { lines } from '../src/messages/rich';

const usualLines = 30;
const mostLines = 2_000;
const timeoutMs = 30_000;
/** What fits into a message beside its title, with room for what a platform escapes. */
const fits: Readonly<Record<PlatformName, number>> = { discord: 1_700, telegram: 3_700, terminal: Infinity };
/** The container's own time and an empty request id: the line has a time already. */
const ownTime = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] (?:\[-{8}\] )?/;

type Line = LogsReport['lines'][number];

export const command = defineCommand({
  name: 'logs',
  options: [
    { name: 'server', required: true },
    { name: 'lines', looksLike: 'number' },
  ],
  access: 'operator',
  run: async ({ incoming, jobs, options, platform, words }) => {
    const server = options['server'] ?? '';
    const say = words.operate.logs;
    const report = await jobs.run('logs', { server, lines: wanted(options['lines']) }, timeoutMs);
    const { container } = report;
    const count = report.lines.length;
    if (count === 0) return { text: say.nothing(server, container) };

    const shown = (text: string): string => (incoming.isPrivate ? text : maskEmails(text));
    const title = say.title(server, container, count);
    const short = shown(report.lines.map(shortLine).join('\n'));
    if (short.length <= fits[platform.name]) return { text: lines(title, say.text(short)) };
    const file: AttachedFile = {
      name: `${server}-${container}.log`,
      kind: 'text',
      bytes: Buffer.from(`${shown(report.lines.map(wholeLine).join('\n'))}\n`),
      description: say.file(server, count),
    };
    return { text: title, file };
  },
});

function wanted(typed: string | undefined): number {
  if (typed === undefined || typed === '') return usualLines;
  const count = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (count < 1 || count > mostLines) throw new UserError({ code: 'not-a-number', typed, most: mostLines });
  return count;
}

/** For a narrow screen: `11-22 13:04:05 …`. */
function shortLine({ atMs, text }: Line): string {
  return `${new Date(atMs).toISOString().slice(5, 19).replace('T', ' ')} ${text.replace(ownTime, '')}`;
}

function wholeLine({ atMs, text }: Line): string {
  return `${new Date(atMs).toISOString()} ${text}`;
}
