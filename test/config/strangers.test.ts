import { findStrangers } from '../../src/config/strangers';
import { pretendEnvironment } from './pretend-environment';

describe('variables that nobody reads', () => {
  it.each([
    ['DISCORD_TOKN', 'DISCORD_TOKEN'],
    ['DISCORD_BOT_TOKEN', 'DISCORD_TOKEN'],
    ['DISCROD_TOKEN_FILE', 'DISCORD_TOKEN_FILE'],
    ['SERVER', 'SERVERS'],
    ['admins', 'ADMINS'],
    ['REDIS_URI', 'REDIS_URL'],
    ['ALI_CONTANER', 'ALI_CONTAINER'],
    ['ALIC_CONTAINER', 'ALI_CONTAINER'],
  ])('are told with the name that was likely meant: %s → %s', (variable, didYouMean) => {
    const environment = pretendEnvironment({ [variable]: 'x' });

    const strangers = findStrangers(environment, ['ali']);

    expect(strangers).toEqual([{ code: 'unknown-variable', variable, didYouMean }]);
  });

  it('are told when .env sets up a server that is not in SERVERS', () => {
    const environment = pretendEnvironment({}, { envFile: { OSLO_CONTAINER: 'x', TOKIO_AUTH_DIR: '/auth' } });

    const strangers = findStrangers(environment, ['tokyo']);

    expect(strangers).toEqual([
      { code: 'variable-of-unknown-server', variable: 'OSLO_CONTAINER' },
      { code: 'variable-of-unknown-server', variable: 'TOKIO_AUTH_DIR', didYouMean: 'TOKYO_AUTH_DIR' },
    ]);
  });

  it('are left alone when the name they resemble is set', () => {
    const environment = pretendEnvironment({
      REDIS_URI: 'x',
      REDIS_URL: 'redis://redis',
      DISCORD_BOT_TOKEN: 'x',
      DISCORD_TOKEN_FILE: '/token',
    });

    const strangers = findStrangers(environment, []);

    expect(strangers).toEqual([]);
  });

  it('are left alone when they belong to others', () => {
    const names = [
      ...[
        'HOME',
        'PATH',
        'USER',
        'LOGNAME',
        'SHELL',
        'TERM',
        'TERM_PROGRAM',
        'LANG',
        'LC_ALL',
        'PWD',
        'SHLVL',
      ],
      ...[
        'HOSTNAME',
        'EDITOR',
        'TZ',
        'HTTP_PROXY',
        'NO_PROXY',
        'NODE_ENV',
        'NODE_OPTIONS',
        'NODE_VERSION',
        'CI',
      ],
      ...['SSH_CLIENT', 'SSH_CONNECTION', 'SSH_TTY', 'SSH_AGENT_PID', 'SSH_ASKPASS', 'XDG_DATA_DIRS'],
      ...['DOTNET_RUNNING_IN_CONTAINER', 'REMOTE_CONTAINERS', 'COMPOSE_PROJECT_NAME', 'DOCKER_HOST'],
      ...[
        'npm_config_user_agent',
        'npm_lifecycle_event',
        'YARN_VERSION',
        'DISCORD_CLIENT_ID',
        'CACHE_REDIS_URL',
      ],
    ];
    const environment = pretendEnvironment(Object.fromEntries(names.map(name => [name, 'x'])));

    const strangers = findStrangers(environment, ['ali', 'tokyo']);

    expect(strangers).toEqual([]);
  });
});
