import { pressed } from '../../src/chat/buttons';
import { againAction, loginAction, loginVerbs, providerFor } from '../../src/chat/login-buttons';
import { providerNames } from '../../src/jobs/login';

const when = (1_790_000_000_000).toString(36);

describe('the buttons that log in', () => {
  it.each(providerNames)('mean the command of %s, on its server', provider => {
    const meant = pressed(loginAction(provider, 'ali'));

    expect(meant).toEqual({ command: `${provider}-login`, options: { server: 'ali' } });
  });

  it.each(providerNames)('of an alert say which incident of %s it was', provider => {
    const meant = pressed(againAction(provider, 'ali', when));

    expect(meant).toEqual({ command: `${provider}-login`, options: { server: 'ali', incident: when } });
  });

  it('of Claude are what stands in messages of years ago', () => {
    const actions = [loginAction('claude', 'ali'), againAction('claude', 'ali', when)];

    expect(actions).toEqual(['login:ali', `again:ali:${when}`]);
  });

  it('are short enough to come back, however long the name of a server', () => {
    const server = 's'.repeat(32);

    const actions = providerNames.flatMap(provider => [
      loginAction(provider, server),
      againAction(provider, server, when),
    ]);

    expect(actions.filter(action => !/^[A-Za-z0-9:._-]{1,48}$/.test(action))).toEqual([]);
  });

  it('have each their own verb', () => {
    const verbs = loginVerbs.map(({ verb }) => verb);

    expect(new Set(verbs).size).toBe(providerNames.length * 2);
  });
});

describe('who logs an account in', () => {
  it.each([
    ['codex', 'codex'],
    ['antigravity', 'antigravity'],
    ['kimi', 'kimi'],
    ['xai', 'xai'],
    ['claude', 'claude'],
    [undefined, 'claude'],
    ['gemini', undefined],
    ['vertex', undefined],
  ])('of the type %s is %s', (type, provider) => {
    expect(providerFor(type)).toBe(provider);
  });
});
