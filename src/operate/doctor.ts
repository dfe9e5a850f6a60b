import { answers } from '../cliproxy/answering';
import type { CliProxy } from '../cliproxy/cliproxies';
import { maxCredentialBytes } from '../cliproxy/credentials';
import type { Managed } from '../cliproxy/management';
import { runningContainer } from '../cliproxy/running-container';
import { versionIn } from '../cliproxy/version';
import type { Check, CheckName, DoctorReport } from '../jobs/check';
import type { Container, EngineFacts } from '../server/server';
import { checkAuthDirectory } from './checks/auth-directory';
import { checkCallbackPort } from './checks/callback-port';
import { checkLoaded } from './checks/loaded';
import { loginWay } from './checks/login-way';
import { checkProgram } from './checks/program';
import { seenUntil } from './looking';

const logTail = 5_000;
const probeMs = 3_000;
/** A clock that is further away than this makes tokens look fresh that are not. */
const clockToleranceMs = 30_000;

/**
 * Looks at everything a login needs. What is behind something that failed is not looked at; what gives no answer
 * within `withinMs` is not waited for.
 */
export async function examine(proxy: CliProxy, withinMs = 18_000): Promise<DoctorReport> {
  const { server } = proxy;
  const untilMs = Date.now() + withinMs;
  // Asked for at once; an answer counts when those before it were fine.
  const asked = { way: server.way(), engine: engineNow(proxy), container: runningContainer(server) };
  for (const asking of Object.values(asked)) asking.catch(() => undefined);
  const checks: Check[] = [];
  const report = (): DoctorReport => ({ server: server.name, checks });

  const way = await seenUntil(asked.way, untilMs);
  if (way.kind !== 'seen') return failed('ssh', way);
  checks.push({ name: 'ssh', outcome: 'fine', ...way.value });

  const engine = await seenUntil(asked.engine, untilMs);
  if (engine.kind !== 'seen') return failed('docker', engine);
  const { version, aheadMs } = engine.value;
  checks.push({ name: 'docker', outcome: 'fine', version });
  checks.push({ name: 'clock', outcome: Math.abs(aheadMs) > clockToleranceMs ? 'warning' : 'fine', aheadMs });

  const found = await seenUntil(asked.container, untilMs);
  if (found.kind !== 'seen') return failed('container', found);
  const container = found.value;
  checks.push({
    name: 'container',
    outcome: 'fine',
    container: container.name,
    image: container.facts.image,
    sinceMs: container.startedAtMs,
    restarts: container.facts.restartCount,
  });
  checks.push(...(await examineContainer(proxy, container, untilMs)));
  return report();

  function failed(
    name: 'ssh' | 'docker' | 'container',
    seen: Exclude<Awaited<ReturnType<typeof seenUntil>>, { readonly kind: 'seen' }>,
  ): DoctorReport {
    checks.push(
      seen.kind === 'late'
        ? { name: 'not-seen', outcome: 'unknown', what: name }
        : { name, outcome: 'failed', problem: seen.problem },
    );
    return report();
  }
}

/** Everything that needs a container that runs, side by side. */
async function examineContainer(
  { server, place, management }: CliProxy,
  container: Container,
  untilMs: number,
): Promise<readonly Check[]> {
  const files = container.files(place.authDir, { maxFileBytes: maxCredentialBytes });
  const log = container.logs({ tail: logTail });
  const managed = management.accounts(container);
  for (const asking of [files, log, managed]) asking.catch(() => undefined);

  const versionOtherwise = async (): Promise<string | undefined> => {
    const lines = await log.catch(() => []);
    const logged = lines.findLast(line => versionIn(line.text) !== undefined);
    return logged === undefined
      ? (await managed.catch(() => undefined))?.version?.replace(/^v/, '')
      : versionIn(logged.text);
  };
  const looks: readonly (readonly [CheckName, Promise<Check>])[] = [
    ['program', checkProgram(container, place.program, versionOtherwise)],
    ['answers', checkAnswers()],
    ['callback-port', checkCallbackPort(server, container)],
    ['auth-directory', checkAuthDirectory(server, container, place.authDir, files)],
    ['loaded', checkFiles()],
    ['management', managed.then(managementCheck)],
  ];
  const checks = await Promise.all(
    looks.map(async ([what, looking]): Promise<Check> => {
      const seen = await seenUntil(looking, untilMs);
      if (seen.kind === 'seen') return seen.value;
      const problem = seen.kind === 'kept-from-it' && { problem: seen.problem };
      return { name: 'not-seen', outcome: 'unknown', what, ...problem };
    }),
  );
  const answered = await seenUntil(managed, untilMs);
  return answered.kind === 'seen' ? [...checks, loginWay(answered.value)] : checks;

  async function checkAnswers(): Promise<Check> {
    const port = place.apiPort;
    const isUp = await answers(server, container, port, probeMs);
    return { name: 'answers', outcome: isUp ? 'fine' : 'failed', port };
  }

  async function checkFiles(): Promise<Check> {
    return checkLoaded((await files) ?? [], await log, await managed.catch(() => undefined));
  }
}

async function engineNow({ server }: CliProxy): Promise<EngineFacts & { readonly aheadMs: number }> {
  const facts = await server.engine();
  return { ...facts, aheadMs: facts.nowMs - Date.now() };
}

function managementCheck({ state }: Managed<unknown>): Check {
  const outcome = {
    'no-key': 'unknown',
    answered: 'fine',
    refused: 'failed',
    forbidden: 'warning',
    'not-found': 'warning',
    unavailable: 'unknown',
  } as const;
  return { name: 'management', outcome: outcome[state], state };
}
