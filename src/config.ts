import type { AccessRule } from './chat/access';
import { readAccess } from './config/access';
import { readAlerts } from './config/alerts';
import type { AlertPlace } from './config/alerts';
import { readBasics } from './config/basics';
import type { Basics } from './config/basics';
import type { Environment } from './config/environment';
import type { Mistake } from './config/mistake';
import { readOneHub } from './config/onehub';
import { readPlatforms } from './config/platforms';
import type { PlatformSettings } from './config/platforms';
import { readQueue } from './config/queue';
import type { QueueSettings } from './config/queue';
import { createReader } from './config/reader';
import type { Reader } from './config/reader';
import { readServers } from './config/servers';
import { readSsh } from './config/ssh';
import { findStrangers } from './config/strangers';
import { PURPOSEFUL_NAMES } from './config/variables';
import type { Language } from './messages/language';
import type { OneHubSettings } from './onehub/settings';
import type { ServerSettings, SshSettings } from './server/settings';

/** Everything that is configured, frozen. The platforms are there in the roles `bot` and `both` alone. */
export interface Config extends QueueSettings, PlatformSettings, Basics {
  /** At least one. */
  readonly servers: readonly ServerSettings[];
  readonly ssh: SshSettings;
  readonly oneHub?: OneHubSettings;
  /** The terminal is the chat, since no other platform has a token. */
  readonly terminal: boolean;
  readonly access: readonly AccessRule[];
  /** Where alerts go, each chat for all servers or for one. */
  readonly alerts: readonly AlertPlace[];
  /** This process talks to people elsewhere than in its terminal, and none of them may do anything. */
  readonly nobody: boolean;
}

export type { AlertPlace };

export type ConfigOutcome =
  | { readonly kind: 'configured'; readonly config: Config }
  /** Nothing is set that says what to do: time to try it out. */
  | { readonly kind: 'sandbox'; readonly basics: Basics }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly Mistake[]; readonly language: Language };

/** The environment as configuration, or every mistake in it. Secrets are registered for redaction. */
export function loadConfig(environment: Environment): ConfigOutcome {
  const reader = createReader(environment);
  if (!environment.envFileReadable) reader.report({ code: 'env-file-unreadable' });
  const config = readConfig(reader, environment);
  const names = config.servers.map(server => server.name);
  for (const stranger of findStrangers(environment, names)) reader.report(stranger);

  const purposeful = PURPOSEFUL_NAMES.some(name => reader.text(name) !== undefined);
  if (purposeful && (reader.text('SERVERS') ?? '').replace(/[\s,]/g, '') === '') {
    reader.report({ code: 'servers-missing', variable: 'SERVERS' });
  }

  const { mistakes } = reader;
  if (mistakes.length > 0) return frozen({ kind: 'mistaken', mistakes, language: config.language });
  return frozen(
    purposeful ? { kind: 'configured', config } : { kind: 'sandbox', basics: readBasics(reader, true) },
  );
}

function readConfig(reader: Reader, environment: Environment): Config {
  const queue = readQueue(reader);
  const servers = readServers(reader, queue.role);
  const talks = queue.role !== 'worker';
  // A role reads the secrets that it needs and no others: those of the other role need not be there.
  const platforms = talks ? readPlatforms(reader) : {};
  const terminal = talks && platforms.discord === undefined && platforms.telegram === undefined;
  const names = servers.map(server => server.name);
  const access = readAccess(reader, names);
  const alerts = readAlerts(reader, names, { talks, terminal });
  const oneHub = readOneHub(reader, names, queue.role);
  return {
    ...queue,
    ...platforms,
    ...readBasics(reader, terminal),
    servers,
    ssh: readSsh(reader, environment, queue.role),
    ...(oneHub && { oneHub }),
    terminal,
    access,
    alerts,
    nobody: talks && !terminal && access.length === 0,
  };
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
