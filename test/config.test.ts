import { loadConfig } from '../src/config';
import type { Config } from '../src/config';
import type { Environment } from '../src/config/environment';
import type { Mistake } from '../src/config/mistake';
import { redact } from '../src/redact';
import { pretendEnvironment } from './config/pretend-environment';

function configOf(environment: Environment): Config {
  const outcome = loadConfig(environment);
  if (outcome.kind !== 'configured') throw new Error(JSON.stringify(outcome));
  return outcome.config;
}

function mistakesOf(environment: Environment): readonly Mistake[] {
  const outcome = loadConfig(environment);
  return outcome.kind === 'mistaken' ? outcome.mistakes : [];
}

describe('configuration', () => {
  it('needs nothing but the name of a server, and talks in the terminal then', () => {
    const config = configOf(pretendEnvironment({ SERVERS: 'ali' }));

    expect(config).toEqual({
      role: 'both',
      dataDir: '/srv/bot/data',
      logLevel: 'warn',
      language: 'en',
      colour: true,
      servers: [
        {
          name: 'ali',
          containers: ['cliproxy', 'cli-proxy-api'],
          program: '/CLIProxyAPI/CLIProxyAPI',
          authDir: '/root/.cli-proxy-api',
          dockerSocket: '/var/run/docker.sock',
          configFile: '/CLIProxyAPI/config.yaml',
          apiPort: 8317,
        },
      ],
      ssh: { configFile: '/home/ann/.ssh/config', home: '/home/ann', localUser: 'ann' },
      terminal: true,
      access: [],
      alerts: [{ to: 'terminal:me' }],
      nobody: false,
    });
  });

  it('takes everything that can be set', () => {
    const config = configOf(
      pretendEnvironment({
        REDIS_URL: 'rediss://10.0.0.1:6380/2',
        DATA_DIR: '/var/lib/bot',
        SERVERS: 'ali, tokyo-2',
        ALI_CONTAINER: 'cpa',
        TOKYO_2_PROGRAM: '/opt/cpa',
        TOKYO_2_AUTH_DIR: '/auth/',
        TOKYO_2_DOCKER_SOCKET: '/run/docker.sock',
        TOKYO_2_CONFIG: '/etc/cpa/config.yaml',
        TOKYO_2_API_PORT: '8318',
        TOKYO_2_API_KEY: 'api-key-of-tokyo',
        TOKYO_2_API_URL: 'https://tokyo.example.org/',
        TOKYO_2_MANAGEMENT_KEY: 'key-of-tokyo',
        SSH_CONFIG: '~/ssh/config',
        SSH_PASSPHRASE: 'open sesame',
        SSH_AUTH_SOCK: '/tmp/agent',
        DISCORD_TOKEN: 'discord-secret',
        DISCORD_GUILDS: '11, 22',
        DISCORD_API_URL: 'http://127.0.0.1:9000/api/',
        TELEGRAM_TOKEN: '42:telegram-secret',
        TELEGRAM_API_URL: 'https://telegram.example.org',
        VIEWERS: 'telegram-chat:-100, discord-role:5@ali',
        OPERATORS: 'discord:6',
        ADMINS: 'telegram:7@tokyo-2,terminal:me',
        ALERTS:
          'discord-channel:8,discord-thread:9@ali, telegram-chat:-100456@tokyo-2,telegram-chat:-100456/12,telegram-chat:7',
        ONEHUB_URL: 'http://127.0.0.1:3000/',
        ONEHUB_TOKEN: 'onehub-secret',
        ONEHUB_VIA: 'tokyo-2',
        LOG_LEVEL: 'debug',
        LANGUAGE: 'zh-CN',
        NO_COLOR: '1',
        HEALTH_PORT: '8080',
      }),
    );

    expect(config).toEqual({
      role: 'both',
      redisUrl: 'rediss://10.0.0.1:6380/2',
      dataDir: '/var/lib/bot',
      logLevel: 'debug',
      language: 'zh-CN',
      colour: false,
      healthPort: 8080,
      servers: [
        expect.objectContaining({ name: 'ali', containers: ['cpa'], program: '/CLIProxyAPI/CLIProxyAPI' }),
        {
          name: 'tokyo-2',
          containers: ['cliproxy', 'cli-proxy-api'],
          program: '/opt/cpa',
          authDir: '/auth',
          dockerSocket: '/run/docker.sock',
          configFile: '/etc/cpa/config.yaml',
          apiPort: 8318,
          apiKey: 'api-key-of-tokyo',
          apiUrl: 'https://tokyo.example.org',
          managementKey: 'key-of-tokyo',
        },
      ],
      ssh: {
        configFile: '/home/ann/ssh/config',
        passphrase: 'open sesame',
        agentSocket: '/tmp/agent',
        home: '/home/ann',
        localUser: 'ann',
      },
      oneHub: { url: 'http://127.0.0.1:3000', token: 'onehub-secret', via: 'tokyo-2' },
      discord: { token: 'discord-secret', apiUrl: 'http://127.0.0.1:9000/api', guilds: ['11', '22'] },
      telegram: { token: '42:telegram-secret', apiUrl: 'https://telegram.example.org' },
      terminal: false,
      access: [
        { right: 'viewer', who: 'telegram-chat:-100' },
        { right: 'viewer', who: 'discord-role:5', server: 'ali' },
        { right: 'operator', who: 'discord:6' },
        { right: 'admin', who: 'telegram:7', server: 'tokyo-2' },
        { right: 'admin', who: 'terminal:me' },
      ],
      alerts: [
        { to: 'discord:channel:8' },
        { to: 'discord:channel:9', server: 'ali' },
        { to: 'telegram:chat:-100456', server: 'tokyo-2' },
        { to: 'telegram:chat:-100456/12' },
        { to: 'telegram:chat:7' },
      ],
      nobody: false,
    });
  });

  it('notices that nobody on a chat platform may do anything', () => {
    const config = configOf(pretendEnvironment({ SERVERS: 'ali', DISCORD_TOKEN: 'discord-secret' }));

    expect(config.nobody).toBe(true);
  });

  it('cannot be changed afterwards, however deep', () => {
    const config = configOf(pretendEnvironment({ SERVERS: 'ali', ADMINS: 'terminal:me' }));

    const parts = [
      config,
      config.servers,
      config.servers[0],
      config.servers[0]?.containers,
      config.access[0],
    ];

    expect(parts.map(part => Object.isFrozen(part))).toEqual([true, true, true, true, true]);
  });

  it('opens the sandbox when nothing of ours is set, whatever else is', () => {
    const environment = pretendEnvironment({
      LANG: 'zh_CN.UTF-8',
      TERM_PROGRAM: 'vscode',
      SSH_AUTH_SOCK: '/tmp/agent',
      DOTNET_RUNNING_IN_CONTAINER: 'true',
      DATA_DIR: '/data',
      HEALTH_PORT: '8080',
      DISCORD_TOKEN: '',
    });

    const outcome = loadConfig(environment);

    expect(outcome).toEqual({
      kind: 'sandbox',
      basics: { dataDir: '/data', logLevel: 'warn', language: 'zh-CN', colour: true, healthPort: 8080 },
    });
  });

  it('names every mistake at once, with the place in a list, and prints no value', () => {
    const variables = {
      ROLE: 'robot',
      REDIS_URL: 'http://redis-value',
      SERVERS: 'ali,-dash-value,ALI',
      ALI_CONTAINER: '/container-value',
      ALI_AUTH_DIR: 'auth-value',
      ALI_API_PORT: 'port-value',
      ALI_MANAGEMENT_KEY: 'key value',
      ALI_CONFIG: 'config-value',
      ALI_API_KEY: 'api value',
      ALI_API_URL: 'url-value',
      ONEHUB_URL: 'hub-value',
      ONEHUB_TOKEN: 'Bearer token-value',
      ONEHUB_VIA: 'paris-value',
      DISCORD_TOKEN: 'Bot discord-value',
      DISCORD_GUILDS: '1,guild-value',
      DISCORD_API_URL: 'discord-value.example.org',
      TELEGRAM_TOKEN: 'telegram-value',
      OPERATORS: 'ann-value',
      ADMINS: 'discord:1,discord:2@paris-value',
      ALERTS: 'discord-channel:1,discord:2-value,telegram-chat:@name-value,telegram-chat:-3@paris-value',
      LOG_LEVEL: 'loud-value',
      HEALTH_PORT: '80800',
    };

    const mistakes = mistakesOf(pretendEnvironment(variables));

    expect(mistakes).toEqual([
      { code: 'not-one-of', variable: 'ROLE', allowed: ['bot', 'worker', 'both'] },
      { code: 'not-a-url', variable: 'REDIS_URL', example: 'redis://127.0.0.1:6379' },
      { code: 'not-a-server-name', variable: 'SERVERS', position: 2 },
      { code: 'not-a-container-name', variable: 'ALI_CONTAINER' },
      { code: 'not-a-port', variable: 'ALI_API_PORT' },
      { code: 'not-a-management-key', variable: 'ALI_MANAGEMENT_KEY' },
      { code: 'not-an-api-key', variable: 'ALI_API_KEY' },
      { code: 'not-a-url', variable: 'ALI_API_URL', example: 'http://cliproxy:8317' },
      { code: 'not-an-absolute-path', variable: 'ALI_CONFIG' },
      { code: 'not-an-absolute-path', variable: 'ALI_AUTH_DIR' },
      { code: 'servers-collide', variable: 'SERVERS', positions: [1, 3], prefix: 'ALI' },
      { code: 'not-a-discord-id', variable: 'DISCORD_GUILDS', position: 2 },
      { code: 'not-a-url', variable: 'DISCORD_API_URL', example: 'https://discord.com/api' },
      { code: 'not-a-discord-token', variable: 'DISCORD_TOKEN' },
      { code: 'not-a-telegram-token', variable: 'TELEGRAM_TOKEN' },
      { code: 'not-an-access-entry', variable: 'OPERATORS', position: 1 },
      { code: 'entry-for-unknown-server', variable: 'ADMINS', position: 2, known: ['ali'] },
      { code: 'not-an-alert-place', variable: 'ALERTS', position: 2 },
      { code: 'not-an-alert-place', variable: 'ALERTS', position: 3 },
      { code: 'entry-for-unknown-server', variable: 'ALERTS', position: 4, known: ['ali'] },
      { code: 'not-a-url', variable: 'ONEHUB_URL', example: 'http://127.0.0.1:3000' },
      { code: 'not-an-access-token', variable: 'ONEHUB_TOKEN' },
      { code: 'not-one-of', variable: 'ONEHUB_VIA', allowed: ['ali'] },
      { code: 'not-one-of', variable: 'LOG_LEVEL', allowed: expect.arrayContaining(['info']) as unknown },
      { code: 'not-a-port', variable: 'HEALTH_PORT' },
    ]);
    expect(JSON.stringify(mistakes)).not.toMatch(/[- ]value|80800|robot/);
  });

  it.each(['bot', 'worker'] as const)('wants Redis for the role %s alone', role => {
    const mistakes = mistakesOf(pretendEnvironment({ ROLE: role, SERVERS: 'ali' }));

    expect(mistakes).toEqual([{ code: 'role-needs-redis', variable: 'ROLE', role }]);
  });

  it.each([
    { DISCORD_TOKEN: 'discord-secret' },
    { SERVERS: ' , ', TELEGRAM_TOKEN: '1:a' },
    { ADMINS: 'discord:1' },
  ])('wants a server as soon as anything else is set: %j', variables => {
    const mistakes = mistakesOf(pretendEnvironment(variables));

    expect(mistakes).toEqual([{ code: 'servers-missing', variable: 'SERVERS' }]);
  });

  it('says in which language to tell mistakes', () => {
    const outcome = loadConfig(pretendEnvironment({ ROLE: 'robot', SERVERS: 'ali', LANGUAGE: 'zh_CN:en' }));

    expect(outcome).toMatchObject({ kind: 'mistaken', language: 'zh-CN' });
  });

  it('says that there is a .env which cannot be read', () => {
    const mistakes = mistakesOf(pretendEnvironment({}, { envFileReadable: false }));

    expect(mistakes).toEqual([{ code: 'env-file-unreadable' }]);
  });

  it('gives a worker no chat tokens and wants none of their files', () => {
    const config = configOf(
      pretendEnvironment({
        ROLE: 'worker',
        REDIS_URL: 'redis://redis',
        SERVERS: 'ali',
        DISCORD_TOKEN_FILE: '/run/secrets/absent',
        SSH_PASSPHRASE: 'open sesame',
      }),
    );

    expect(config).toMatchObject({ terminal: false, nobody: false, ssh: { passphrase: 'open sesame' } });
    expect(config).not.toHaveProperty('discord');
  });

  it('gives a bot no passphrase', () => {
    const config = configOf(
      pretendEnvironment({
        ROLE: 'bot',
        REDIS_URL: 'redis://redis',
        SERVERS: 'ali',
        SSH_PASSPHRASE_FILE: '/run/secrets/absent',
      }),
    );

    expect(config.ssh).not.toHaveProperty('passphrase');
  });

  it('wants the token of every platform that alerts go to, where it talks to people', () => {
    const variables = {
      SERVERS: 'ali',
      TELEGRAM_TOKEN_FILE: '/telegram',
      ALERTS: 'telegram-chat:-1,discord-thread:2,discord-channel:3@ali',
    };

    const mistakes = mistakesOf(pretendEnvironment(variables, { files: { '/telegram': '1:a' } }));
    const worker = configOf(pretendEnvironment({ ...variables, ROLE: 'worker', REDIS_URL: 'redis://redis' }));

    expect(mistakes).toEqual([
      { code: 'alert-place-without-token', variable: 'ALERTS', position: 2, token: 'DISCORD_TOKEN' },
      { code: 'alert-place-without-token', variable: 'ALERTS', position: 3, token: 'DISCORD_TOKEN' },
    ]);
    expect(worker.alerts).toHaveLength(3);
  });

  it('gives a bot no management keys, and a worker those of its servers', () => {
    const variables = {
      REDIS_URL: 'redis://redis',
      SERVERS: 'ali,tokyo',
      ALI_MANAGEMENT_KEY_FILE: '/run/secrets/ali',
      TOKYO_MANAGEMENT_KEY: 'key-of-tokyo',
    };
    const files = { '/run/secrets/ali': 'key-of-ali\n' };

    const bot = configOf(pretendEnvironment({ ...variables, ROLE: 'bot' }));
    const worker = configOf(pretendEnvironment({ ...variables, ROLE: 'worker' }, { files }));

    expect(bot.servers.map(server => 'managementKey' in server)).toEqual([false, false]);
    expect(worker.servers.map(server => server.managementKey)).toEqual(['key-of-ali', 'key-of-tokyo']);
  });

  it('gives a bot no API keys, and a worker those of its servers', () => {
    const variables = {
      REDIS_URL: 'redis://redis',
      SERVERS: 'ali,tokyo',
      ALI_API_KEY_FILE: '/run/secrets/ali',
      TOKYO_API_KEY: 'key-of-tokyo',
    };
    const files = { '/run/secrets/ali': 'key-of-ali\n' };

    const bot = configOf(pretendEnvironment({ ...variables, ROLE: 'bot' }));
    const worker = configOf(pretendEnvironment({ ...variables, ROLE: 'worker' }, { files }));

    expect(bot.servers.map(server => 'apiKey' in server)).toEqual([false, false]);
    expect(worker.servers.map(server => server.apiKey)).toEqual(['key-of-ali', 'key-of-tokyo']);
  });

  it('finds config.yaml beside the program', () => {
    const config = configOf(pretendEnvironment({ SERVERS: 'ali', ALI_PROGRAM: '/opt/cpa/cli-proxy-api' }));

    expect(config.servers[0]?.configFile).toBe('/opt/cpa/config.yaml');
  });

  it('tells a management key from the hash that CLIProxyAPI keeps of it', () => {
    const hash = '$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';

    const mistakes = mistakesOf(
      pretendEnvironment(
        { SERVERS: 'ali,tokyo', ALI_MANAGEMENT_KEY: hash, TOKYO_MANAGEMENT_KEY_FILE: '/tokyo' },
        { files: { '/tokyo': hash } },
      ),
    );

    expect(mistakes).toEqual([
      { code: 'management-key-is-hashed', variable: 'ALI_MANAGEMENT_KEY' },
      { code: 'management-key-is-hashed', variable: 'TOKYO_MANAGEMENT_KEY_FILE' },
    ]);
  });

  it('reads a secret from the file that NAME_FILE names, without the line break at its end', () => {
    const config = configOf(
      pretendEnvironment(
        { SERVERS: 'ali', DISCORD_TOKEN_FILE: 'secrets/discord', REDIS_URL_FILE: '/run/secrets/redis' },
        {
          files: {
            '/srv/bot/secrets/discord': 'from-a-file\n',
            '/run/secrets/redis': 'redis://redis:6379\r\n',
          },
        },
      ),
    );

    expect(config.discord?.token).toBe('from-a-file');
    expect(config.redisUrl).toBe('redis://redis:6379');
  });

  it('names the file variable of a secret that is unreadable, empty, unfit or given twice', () => {
    const mistakes = mistakesOf(
      pretendEnvironment(
        {
          SERVERS: 'ali',
          REDIS_URL_FILE: '/empty',
          SSH_PASSPHRASE: 'one',
          SSH_PASSPHRASE_FILE: '/two',
          DISCORD_TOKEN_FILE: '/absent',
          TELEGRAM_TOKEN_FILE: '/unfit',
        },
        { files: { '/empty': ' \n', '/two': 'two', '/unfit': 'not a token' } },
      ),
    );

    expect(mistakes).toEqual([
      { code: 'secret-file-empty', variable: 'REDIS_URL_FILE' },
      { code: 'secret-file-unreadable', variable: 'DISCORD_TOKEN_FILE' },
      { code: 'not-a-telegram-token', variable: 'TELEGRAM_TOKEN_FILE' },
      { code: 'set-twice', variable: 'SSH_PASSPHRASE', fileVariable: 'SSH_PASSPHRASE_FILE' },
    ]);
  });

  it('keeps its secrets out of every text, also when something else is wrong', () => {
    loadConfig(
      pretendEnvironment(
        {
          ROLE: 'robot',
          SERVERS: 'ali',
          REDIS_URL: 'redis://user:p%40ssword-one@redis',
          SSH_PASSPHRASE: 'passphrase-two',
          DISCORD_TOKEN_FILE: '/discord',
          TELEGRAM_TOKEN: '1:four',
          ALI_MANAGEMENT_KEY: 'key-five',
          ALI_API_KEY: 'api-key-six',
          ONEHUB_TOKEN: 'token-seven',
        },
        { files: { '/discord': 'token-three' } },
      ),
    );

    const text = redact(
      'p@ssword-one p%40ssword-one passphrase-two token-three 1:four key-five api-key-six token-seven',
    );

    expect(text).toBe(Array<string>(8).fill('[redacted]').join(' '));
  });
});
