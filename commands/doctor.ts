import { defineCommand, type CommandContext } from '../src/chat/command';
import type { Button } from '../src/chat/platform';
import type { Check, DoctorReport } from '../src/jobs/check';
import { explain, type Catalogue } from '../src/messages/catalogue';
import type { Finding } from '../src/messages/en/doctor';
import { lines } from '../src/messages/rich';

/** To be taken up by a worker, which then takes at most twenty seconds. */
const timeoutMs = 20_000;

const icons: Readonly<Record<Check['outcome'], string>> = {
  fine: '✅',
  warning: '⚠️',
  failed: '❌',
  unknown: '❔',
};

export const command = defineCommand({
  name: 'doctor',
  options: [{ name: 'server', required: true }],
  access: 'operator',
  run: async context => {
    const { incoming, jobs, options, words } = context;
    const server = options['server'] ?? '';
    const say = words.operate.doctor;
    await incoming.answer({ text: say.looking(server) });
    const report = await jobs.run('doctor', { server }, timeoutMs);
    const { checks } = report;
    const count = (outcome: Check['outcome']): number =>
      checks.filter(check => check.outcome === outcome).length;
    return {
      text: lines(
        say.title(server),
        ...checks.flatMap(check =>
          findings(context, report, check).map(({ said, fix }) =>
            lines([`${icons[check.outcome]} `, ...said], fix && say.fix(fix)),
          ),
        ),
        say.summary(count('failed'), count('warning'), isCutShort(checks)),
      ),
      buttons: [buttonsFor(server, words)],
    };
  },
});

function buttonsFor(server: string, words: Catalogue): readonly Button[] {
  const { log, refresh } = words.alerts.buttons;
  return [
    { kind: 'action', label: refresh, action: `doctor:${server}` },
    { kind: 'action', label: log, action: `logs:${server}` },
  ];
}

/** Something failed that keeps the rest from being looked at. */
function isCutShort(checks: readonly Check[]): boolean {
  return !checks.some(check => check.name === 'container' && check.outcome === 'fine');
}

function findings(
  { incoming, words }: CommandContext,
  { server, checks }: DoctorReport,
  check: Check,
): readonly Finding[] {
  const say = words.operate.doctor;
  switch (check.name) {
    case 'not-seen': {
      const { problem, what } = check;
      return [
        {
          said: problem === undefined ? say.notSeen(what) : say.notSeenBecause(what, explain(words, problem)),
        },
      ];
    }
    case 'ssh':
      if (check.outcome === 'failed') return [{ said: explain(words, check.problem) }];
      // Where a server is, is nobody else's business.
      return [{ said: say.ssh(incoming.isPrivate ? `${check.user}@${check.host}` : undefined) }];
    case 'docker':
      return [
        { said: check.outcome === 'failed' ? explain(words, check.problem) : say.docker(check.version) },
      ];
    case 'clock':
      return [say.clock(check)];
    case 'container':
      if (check.outcome === 'failed') return [{ said: explain(words, check.problem) }];
      return [{ said: say.container(check.container, check.image, check.sinceMs, check.restarts) }];
    case 'program':
      return [programFinding(check)];
    case 'answers':
      return [say.answers(check, server)];
    case 'callback-port': {
      const { port, published, taken, outcome } = check;
      if (outcome === 'fine') return [{ said: say.portFree(port) }];
      const open = published.filter(address => !/^(?:127\.|\[::1\])/.test(address));
      return [
        ...(taken ? [say.portTaken(port)] : []),
        ...(open.length > 0 ? [say.portOpen(port, open)] : []),
      ];
    }
    case 'auth-directory':
      return [say.directory(check, server, containerIn(checks))];
    case 'loaded':
      return [say.loaded(check, server)];
    case 'management':
      return [say.management(check, server)];
    case 'login-way':
      return [{ said: say.loginWay(check) }];
  }

  function programFinding(program: Extract<Check, { readonly name: 'program' }>): Finding {
    if (program.outcome !== 'failed') return { said: say.program(program) };
    const version = program.version === undefined ? {} : { version: program.version };
    switch (program.why) {
      case 'missing':
        return { said: explain(words, { code: 'program-missing', server, program: program.program }) };
      case 'no-claude-login':
        return { said: explain(words, { code: 'program-too-old', server, ...version }) };
      case 'too-old':
        return say.tooOld(program.version ?? '');
    }
  }
}

function containerIn(checks: readonly Check[]): string {
  const names = checks.flatMap(check =>
    check.name === 'container' && check.outcome === 'fine' ? [check.container] : [],
  );
  return names[0] ?? '';
}
