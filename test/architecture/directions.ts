import type { Import } from './read-imports';

/**
 * Which way imports may run: each room, and what it may import besides itself. A folder ends in a slash; `type `
 * in front allows types alone. The first room that a file fits is its own.
 */
const ROOMS: readonly (readonly [room: string, may: readonly string[]])[] = [
  ['src/main.ts', ['src/', 'sandbox/']],
  [
    'src/bot.ts',
    [
      'src/chat/access',
      'src/chat/deliver',
      'src/chat/describe-commands',
      'src/chat/dispatch',
      'src/chat/load-commands',
      'type src/chat/platform',
      'type src/config',
      'type src/jobs/jobs',
      'type src/log',
      'type src/metrics',
      'src/chat/alerts/',
      'type src/jobs/',
    ],
  ],

  [
    'src/worker.ts',
    [
      'src/cliproxy/',
      'src/login/',
      'src/operate/',
      'src/import/',
      'type src/onehub/settings',
      'src/watch/',
      'type src/jobs/jobs',
      'type src/server/servers',
      'type src/log',
      'type src/metrics',
    ],
  ],

  [
    'commands/',
    [
      'src/chat/access',
      'src/chat/accounts/',
      'src/chat/alerts/',
      'src/chat/command',
      'src/chat/login-command',
      'src/chat/import/',
      'src/chat/mask',
      'src/chat/models/',
      'src/chat/platform',
      'src/chat/status',
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'type src/jobs/check',
      'type src/jobs/incident',
      'type src/jobs/jobs',
      'type src/config',
      'src/messages/',
      'src/errors',
      'src/picture/',
    ],
  ],

  ['src/chat/platforms.ts', ['src/chat/', 'src/messages/', 'type src/config', 'type src/log']],
  [
    'src/chat/discord/',
    ['src/chat/platform', 'src/chat/download', 'src/messages/', 'src/errors', 'type src/log'],
  ],
  [
    'src/chat/telegram/',
    [
      'src/chat/platform',
      'src/chat/download',
      'src/chat/typed-command',
      'src/messages/',
      'src/errors',
      'type src/log',
    ],
  ],
  [
    'src/chat/terminal/',
    ['src/chat/platform', 'src/chat/typed-command', 'src/messages/', 'src/errors', 'type src/log'],
  ],
  [
    'src/chat/',
    [
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'src/jobs/handover',
      'type src/jobs/check',
      'type src/jobs/incident',
      'type src/jobs/jobs',
      'type src/config',
      'src/messages/',
      'src/errors',
      'src/nearest',
      'type src/log',
      'type src/metrics',
    ],
  ],

  [
    'src/messages/',
    [
      'type src/chat/platform',
      'type src/config/mistake',
      'src/config/variables',
      'src/errors',
      'type src/jobs/account',
      'type src/jobs/contracts',
      'type src/jobs/login',
      'type src/jobs/reports',
      'type src/jobs/check',
      'type src/jobs/incident',
    ],
  ],
  [
    'src/picture/',
    [
      'type src/jobs/account',
      'type src/jobs/contracts',
      'type src/jobs/login',
      'type src/jobs/reports',
      'type src/jobs/incident',
      'type src/messages/',
    ],
  ],
  ['src/jobs/', ['src/errors', 'src/chat/platform', 'type src/messages/language', 'type src/log']],

  [
    'src/login/',
    [
      'src/cliproxy/',
      'src/server/server',
      'type src/server/',
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'type src/jobs/jobs',
      'src/chat/platform',
      'src/errors',
      'type src/log',
    ],
  ],
  [
    'src/operate/',
    [
      'src/cliproxy/',
      'src/onehub/',
      'src/server/server',
      'type src/server/',
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'type src/jobs/',
      'src/errors',
      'src/redact',
      'type src/log',
    ],
  ],
  [
    'src/import/',
    [
      'src/cliproxy/',
      'src/server/server',
      'type src/server/',
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'src/jobs/handover',
      'type src/jobs/',
      'src/errors',
      'src/redact',
    ],
  ],
  [
    'src/onehub/',
    [
      'src/cliproxy/json',
      'src/cliproxy/one-line',
      'src/errors',
      'src/server/server',
      'type src/jobs/account',
      'type src/jobs/contracts',
      'type src/jobs/login',
      'type src/jobs/reports',
    ],
  ],
  [
    'src/watch/',
    [
      'src/cliproxy/',
      'src/server/server',
      'type src/server/',
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'type src/jobs/',
      'src/errors',
      'src/redact',
      'type src/log',
      'type src/metrics',
    ],
  ],
  [
    'src/cliproxy/',
    [
      'src/server/server',
      'type src/server/',
      'src/jobs/account',
      'src/jobs/contracts',
      'src/jobs/login',
      'src/jobs/reports',
      'type src/jobs/',
      'src/errors',
      'src/redact',
    ],
  ],
  ['src/server/', ['src/errors', 'src/redact', 'type src/log']],

  [
    'src/config.ts',
    [
      'src/config/',
      'type src/chat/access',
      'type src/messages/language',
      'type src/onehub/settings',
      'type src/server/settings',
    ],
  ],
  [
    'src/config/',
    [
      'src/log',
      'src/nearest',
      'src/redact',
      'src/messages/language',
      'type src/chat/access',
      'type src/chat/platform',
      'type src/server/settings',
      'type src/onehub/settings',
    ],
  ],
  ['src/log.ts', ['src/redact']],
  ['src/redact.ts', []],
  ['src/health.ts', ['type src/log']],
  ['src/metrics.ts', ['type src/server/servers', 'type src/jobs/']],
  ['src/nearest.ts', []],
  ['src/errors.ts', []],
];

/** Who may import a package. What is not here is for everyone when Node brings it, and for no one otherwise. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  bullmq: ['src/jobs/'],
  ioredis: ['src/jobs/'],
  '@electric-sql/pglite': ['src/jobs/'],
  '@electric-sql/pglite-prepopulatedfs': ['src/jobs/'],
  ssh2: ['src/server/'],
  dockerode: ['src/server/'],
  'ssh-config': ['src/server/'],
  'tar-stream': ['src/server/'],
  'discord.js': ['src/chat/discord/'],
  telegraf: ['src/chat/telegram/'],
  '@napi-rs/canvas': ['src/picture/'],
  dotenv: ['src/config/'],
  'damerau-levenshtein': ['src/nearest.ts'],
  'prom-client': ['src/metrics.ts'],
  pino: ['src/log.ts', 'type src/', 'type commands/'],
  yaml: ['src/cliproxy/'],
  zod: ['src/', 'commands/'],
};

/** What is wrong with an import, in words; undefined when it runs the right way. */
export function wrongWay({ file, target, typeOnly }: Import): string | undefined {
  const told = `${file} imports ${typeOnly ? 'types of ' : ''}${target}`;
  if (target.startsWith('node:')) return undefined;
  if (!/^(?:src|sandbox|commands|test|bench)\//.test(target)) {
    const owners = PACKAGES[packageOf(target)];
    return owners?.some(owner => allows(owner, file, typeOnly)) ? undefined : told;
  }

  const room = roomOf(file);
  if (room === undefined)
    return `${file} is in no room: say in test/architecture/directions.ts what it may import`;
  const [name, may] = room;
  const atHome = name.endsWith('/') && roomOf(target) === room;
  return atHome || may.some(allowed => allows(allowed, target, typeOnly)) ? undefined : told;
}

function roomOf(path: string): (typeof ROOMS)[number] | undefined {
  return ROOMS.find(([name]) => covers(name, path));
}

function allows(rule: string, path: string, typeOnly: boolean): boolean {
  const name = rule.replace(/^type /, '');
  return covers(name, path) && (typeOnly || name === rule);
}

function covers(name: string, path: string): boolean {
  return name.endsWith('/') ? path.startsWith(name) : path === name;
}

/** `telegraf/filters` → `telegraf`, `@electric-sql/pglite/x` → `@electric-sql/pglite`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
