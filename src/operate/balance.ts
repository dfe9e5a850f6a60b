import type { CliProxy } from '../cliproxy/cliproxies';
import { ofConfig, readConfigFile } from '../cliproxy/config-file';
import { reloadPace, type ReloadPace } from '../cliproxy/config-reload';
import { managedRouting, setManagedRouting } from '../cliproxy/managed-routing';
import { oneLine } from '../cliproxy/one-line';
import {
  firstRelease,
  knownTo,
  strategyMeant,
  strategyWritten,
  takesItFromManagement,
} from '../cliproxy/routing';
import { routingIn, type RoutingInConfig } from '../cliproxy/routing-in-config';
import { runningContainer } from '../cliproxy/running-container';
import { versionIn } from '../cliproxy/version';
import { UserError } from '../errors';
import type { Tasks } from '../jobs/contracts';
import { strategies, type BalanceReport, type Strategy } from '../jobs/reports';
import type { Container } from '../server/server';
import type { ServerSettings } from '../server/settings';
import { writeStrategy } from './write-strategy';

/**
 * Says by which strategy CLIProxyAPI chooses accounts, and changes it where one is named: by the Management API where
 * that does it, else in config.yaml. Where it is that one already, nothing is written.
 *
 * @throws UserError `no-such-strategy`, `strategy-too-new`; `config-unreadable`, `config-refused`,
 * `config-not-reloaded`, `config-unconfirmed`, `file-changed` and what {@link Container.rewrite} throws where the file
 * is needed; whatever keeps the server out of reach.
 */
export async function balance(
  { management, place, server }: Pick<CliProxy, 'server' | 'place' | 'management'>,
  { strategy: typed }: Tasks['balance']['data'],
  pace: ReloadPace = reloadPace,
): Promise<BalanceReport> {
  const wanted = typed === undefined ? undefined : meant(typed);
  const container = await runningContainer(server);
  const [managed, written] = await Promise.all([
    managedRouting(management, container),
    writtenIn(container, place),
  ]);
  const version = managed?.version ?? (await versionOf(container, place.program));
  const report: BalanceReport = {
    server: server.name,
    strategy: managed?.strategy ?? strategyWritten(known(written).strategy),
    known: knownTo(version),
    guideBlock: 'guideBlock' in written && written.guideBlock,
    by: managed === undefined ? 'file' : 'management',
  };
  if (wanted === undefined) return report;
  // Also where it is written already: the program goes by another one then.
  if (!report.known.includes(wanted)) throw tooNew(server.name, wanted, version);
  if (wanted === report.strategy) return report;

  const before = report.strategy;
  if (managed !== undefined && (await isSetByManagement(wanted, version))) {
    return { ...report, strategy: wanted, before, by: 'management' };
  }
  await writeStrategy(container, place, wanted, pace);
  return { ...report, strategy: wanted, before, by: 'file' };

  async function isSetByManagement(strategy: Strategy, running: string | undefined): Promise<boolean> {
    return takesItFromManagement(running) && setManagedRouting(management, container, strategy);
  }
}

function meant(typed: string): Strategy {
  const strategy = strategyMeant(typed);
  if (strategy !== undefined) return strategy;
  throw new UserError({ code: 'no-such-strategy', typed: oneLine(typed, 40), known: strategies });
}

/** What the file says, or why it cannot be read: the Management API may know without it. */
async function writtenIn(container: Container, place: ServerSettings): Promise<RoutingInConfig | UserError> {
  try {
    return ofConfig(place.name, await readConfigFile(container, place), routingIn);
  } catch (error) {
    if (error instanceof UserError && error.problem.code === 'config-unreadable') return error;
    throw error;
  }
}

function known(written: RoutingInConfig | UserError): RoutingInConfig {
  if (written instanceof UserError) throw written;
  return written;
}

/** As the program names itself when it is asked for its usage, which it prints from v6 on. */
async function versionOf(container: Container, program: string): Promise<string | undefined> {
  const help = await container.exec([program, '-h']);
  let printed = '';
  for await (const piece of help.output) printed += piece;
  return versionIn(printed);
}

function tooNew(server: string, strategy: Strategy, version: string | undefined): UserError {
  const since = firstRelease(strategy);
  return new UserError({
    code: 'strategy-too-new',
    server,
    strategy,
    since,
    ...(version !== undefined && { version: version.replace(/^v/, '') }),
  });
}
