interface VariableFacts {
  /** May also be given as `<NAME>_FILE`, the path of a file that holds it. */
  readonly secret?: true;
  /** Set in many environments for reasons that are not ours: alone it does not mean that we are configured. */
  readonly ambient?: true;
  /** What other programs call the same thing. */
  readonly alsoCalled?: readonly string[];
}

/** Every variable there is, besides those of {@link SERVER_VARIABLES}; `.env.example` documents the same. */
export const VARIABLES = {
  ROLE: {},
  REDIS_URL: { secret: true, alsoCalled: ['REDIS_URI'] },
  DATA_DIR: { ambient: true },

  SERVERS: { alsoCalled: ['SERVER'] },
  SSH_CONFIG: {},
  SSH_PASSPHRASE: { secret: true },
  SSH_AUTH_SOCK: { ambient: true },

  DISCORD_TOKEN: { secret: true, alsoCalled: ['DISCORD_BOT_TOKEN'] },
  DISCORD_GUILDS: { alsoCalled: ['DISCORD_GUILD_ID', 'DISCORD_GUILD_IDS'] },
  DISCORD_API_URL: {},
  TELEGRAM_TOKEN: { secret: true, alsoCalled: ['TELEGRAM_BOT_TOKEN'] },
  TELEGRAM_API_URL: {},

  VIEWERS: {},
  OPERATORS: {},
  ADMINS: {},

  ALERTS: {},

  ONEHUB_URL: { alsoCalled: ['ONE_HUB_URL'] },
  ONEHUB_TOKEN: { secret: true, alsoCalled: ['ONE_HUB_TOKEN', 'ONEHUB_ACCESS_TOKEN'] },
  ONEHUB_VIA: {},

  LOG_LEVEL: { ambient: true },
  LANGUAGE: { ambient: true },
  NO_COLOR: { ambient: true },
  HEALTH_PORT: { ambient: true },
} as const satisfies Record<string, VariableFacts>;

export type VariableName = keyof typeof VARIABLES;

/** What can be set for one server, behind its prefix: `ALI_CONTAINER`. */
export const SERVER_VARIABLES = {
  CONTAINER: {},
  PROGRAM: {},
  AUTH_DIR: {},
  DOCKER_SOCKET: {},
  CONFIG: {},
  API_PORT: {},
  API_KEY: { secret: true },
  API_URL: {},
  MANAGEMENT_KEY: { secret: true },
} as const satisfies Record<string, VariableFacts>;

export type ServerSuffix = keyof typeof SERVER_VARIABLES;
/** The variable of a secret: one for all servers, or a server's own. */
export type SecretName =
  | {
      [Name in VariableName]: (typeof VARIABLES)[Name] extends { readonly secret: true } ? Name : never;
    }[VariableName]
  | {
      [Suffix in ServerSuffix]: (typeof SERVER_VARIABLES)[Suffix] extends { readonly secret: true }
        ? `${string}_${Suffix}`
        : never;
    }[ServerSuffix];

const facts: readonly (readonly [string, VariableFacts])[] = Object.entries(VARIABLES);
const serverFacts: readonly (readonly [string, VariableFacts])[] = Object.entries(SERVER_VARIABLES);

/** Every name that is read for all servers, with the `_FILE` names of secrets. */
export const VARIABLE_NAMES = facts.flatMap(namesOf);

/** How the names that are read for one server end, those of secrets also with `_FILE`. */
export const SERVER_SUFFIXES = serverFacts.flatMap(namesOf);

/** The names whose presence means that somebody wants more than the sandbox. */
export const PURPOSEFUL_NAMES = facts.filter(([, { ambient }]) => ambient !== true).flatMap(namesOf);

/** Other programs' name for a variable → our name. */
export const NAMES_ELSEWHERE: ReadonlyMap<string, string> = new Map(
  facts.flatMap(([name, { alsoCalled = [] }]) => alsoCalled.map(other => [other, name] as const)),
);

/** `a-b.c` → `A_B_C`, what the variables of a server begin with. */
export function prefixOf(server: string): string {
  return server.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** What sets something for one server: `ALI_CONTAINER`. */
export function variableOf(server: string, suffix: ServerSuffix): string {
  return `${prefixOf(server)}_${suffix}`;
}

function namesOf([name, { secret }]: readonly [string, VariableFacts]): readonly string[] {
  return secret ? [name, `${name}_FILE`] : [name];
}
