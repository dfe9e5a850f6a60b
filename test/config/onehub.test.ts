import { loadConfig } from '../../src/config';
import type { Mistake } from '../../src/config/mistake';
import type { OneHubSettings } from '../../src/onehub/settings';
import { pretendEnvironment } from './pretend-environment';

function read(
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): OneHubSettings | readonly Mistake[] | undefined {
  const outcome = loadConfig(pretendEnvironment({ SERVERS: 'ali,tokyo', ...variables }, { files }));
  return outcome.kind === 'configured'
    ? outcome.config.oneHub
    : outcome.kind === 'mistaken'
      ? outcome.mistakes
      : [];
}

const both = { ONEHUB_URL: 'https://hub.example.org/', ONEHUB_TOKEN: 'onehub-secret' };

describe('the configuration of One-Hub', () => {
  it('is left out where it is not used', () => {
    expect(read({})).toBeUndefined();
  });

  it('is an address and a token', () => {
    expect(read(both)).toEqual({ url: 'https://hub.example.org', token: 'onehub-secret' });
  });

  it('takes the token from a file', () => {
    const variables = { ONEHUB_URL: 'http://10.0.0.1:3000/hub', ONEHUB_TOKEN_FILE: '/run/secrets/hub' };

    const settings = read(variables, { '/run/secrets/hub': 'from-a-file\n' });

    expect(settings).toEqual({ url: 'http://10.0.0.1:3000/hub', token: 'from-a-file' });
  });

  it('can lead through the SSH of a server', () => {
    const settings = read({ ...both, ONEHUB_URL: 'http://127.0.0.1:3000', ONEHUB_VIA: 'tokyo' });

    expect(settings).toMatchObject({ url: 'http://127.0.0.1:3000', via: 'tokyo' });
  });

  it('cannot lead through SSH with https', () => {
    const mistakes = read({ ...both, ONEHUB_VIA: 'tokyo' });

    expect(mistakes).toEqual([{ code: 'via-needs-http', variable: 'ONEHUB_URL', via: 'ONEHUB_VIA' }]);
  });

  it('cannot lead through a server that is not known', () => {
    const mistakes = read({ ...both, ONEHUB_URL: 'http://127.0.0.1:3000', ONEHUB_VIA: 'paris' });

    expect(mistakes).toEqual([{ code: 'not-one-of', variable: 'ONEHUB_VIA', allowed: ['ali', 'tokyo'] }]);
  });

  it.each([
    [{ ONEHUB_URL: 'http://hub' }, 'ONEHUB_URL', 'ONEHUB_TOKEN'],
    [{ ONEHUB_TOKEN: 'onehub-secret' }, 'ONEHUB_TOKEN', 'ONEHUB_URL'],
    [{ ONEHUB_TOKEN_FILE: '/hub' }, 'ONEHUB_TOKEN', 'ONEHUB_URL'],
    [{ ONEHUB_VIA: 'ali' }, 'ONEHUB_VIA', 'ONEHUB_URL'],
  ])('is whole: %j', (variables, variable, missing) => {
    const mistakes = read(variables, { '/hub': 'onehub-secret' });

    expect(mistakes).toEqual([{ code: 'half-set', variable, missing }]);
  });

  it.each([
    'hub.example.org',
    'ftp://hub',
    'http://user:word@hub',
    'http://hub/?page=1',
    'http://hub/#/panel',
  ])('does not take %s for its address', url => {
    const mistakes = read({ ...both, ONEHUB_URL: url });

    expect(mistakes).toEqual([
      { code: 'not-a-url', variable: 'ONEHUB_URL', example: 'http://127.0.0.1:3000' },
    ]);
  });

  it('is nothing to a bot, which wants no file of its token either', () => {
    const variables = { ROLE: 'bot', REDIS_URL: 'redis://redis', ONEHUB_URL: 'http://hub' };

    expect(read({ ...variables, ONEHUB_TOKEN_FILE: '/run/secrets/absent' })).toBeUndefined();
    expect(read(variables)).toBeUndefined();
  });

  it.each(['ONE_HUB_URL', 'ONEHUB_ACCESS_TOKEN'])('is told from %s, as others call it', variable => {
    const mistakes = read({ [variable]: 'http://hub' });

    expect(mistakes).toMatchObject([{ code: 'unknown-variable', variable }]);
  });
});
