import path from 'node:path';
import { resolveHost, type HostSettings } from '../../../src/server/ssh/host-settings';
import { createHome, type Home } from '../home';

describe('what the ssh config file says of a host', () => {
  let home: Home;
  beforeEach(async () => {
    home = await createHome();
  });
  afterEach(() => home.remove());

  async function resolve(config: string, host = 'ali'): Promise<HostSettings> {
    await home.write('config', config);
    return await resolveHost({ host }, home.ssh);
  }

  it('takes a name for a host name where there is no config file', async () => {
    const settings = await resolveHost({ host: 'example.org' }, home.ssh);

    expect(settings).toMatchObject({
      alias: 'example.org',
      host: 'example.org',
      port: 22,
      user: 'me',
      jumps: [],
      identitiesOnly: false,
      proxyCommand: false,
      knownAs: ['example.org'],
    });
    expect(settings.identityFiles.map(file => path.basename(file.path))).toEqual([
      'id_ed25519',
      'id_ecdsa',
      'id_rsa',
    ]);
    expect(settings.knownHostsFiles).toEqual([
      path.join(home.directory, '.ssh/known_hosts'),
      path.join(home.directory, '.ssh/known_hosts2'),
      '/etc/ssh/ssh_known_hosts',
      '/etc/ssh/ssh_known_hosts2',
    ]);
  });

  it('takes host, port, user and time-out, first value first, whatever the case of the words', async () => {
    const settings = await resolve(`
      Host ali
        hostname 203.0.113.7 # Singapore
        PORT = 2222
        User "root"
        ConnectTimeout 7
      Host *
        User nobody
        Port 22`);

    expect(settings).toMatchObject({ host: '203.0.113.7', port: 2222, user: 'root', timeoutMs: 7000 });
    expect(settings.knownAs).toEqual(['[203.0.113.7]:2222', '203.0.113.7']);
  });

  it('puts the name into HostName', async () => {
    const settings = await resolve('Host ali\n  HostName %h.example.org');

    expect(settings.host).toBe('ali.example.org');
  });

  it('looks a HostKeyAlias up without the port', async () => {
    const settings = await resolve('Host ali\n  Port 2222\n  HostKeyAlias Mine');

    expect(settings.knownAs).toEqual(['mine']);
  });

  it('collects identity files of all blocks and fills their tokens in', async () => {
    const settings = await resolve(`
      Host ali
        HostName box
        User root
        IdentityFile ~/.ssh/%h_%r
        IdentityFile "%d/with space"
      Host *
        IdentityFile ~/.ssh/%u%%
        IdentityFile ~/.ssh/%h_%r`);

    expect(settings.identityFiles).toEqual([
      { path: path.join(home.directory, '.ssh/box_root'), configured: true },
      { path: path.join(home.directory, 'with space'), configured: true },
      { path: path.join(home.directory, '.ssh/me%'), configured: true },
    ]);
  });

  it('has no identity files where there are to be none', async () => {
    const settings = await resolve('Host ali\n  IdentityFile none\n  IdentitiesOnly yes');

    expect(settings).toMatchObject({ identityFiles: [], identitiesOnly: true });
  });

  it('asks the agent of the environment, another one, or none', async () => {
    const ssh = { ...home.ssh, agentSocket: '/run/agent' };
    await home.write(
      'config',
      'Host other\n  IdentityAgent ~/agent.sock\nHost off\n  IdentityAgent none\nHost same\n  IdentityAgent SSH_AUTH_SOCK',
    );

    const sockets = await Promise.all(
      ['plain', 'same', 'other', 'off'].map(async host => (await resolveHost({ host }, ssh)).agentSocket),
    );

    expect(sockets).toEqual(['/run/agent', '/run/agent', path.join(home.directory, 'agent.sock'), undefined]);
  });

  it('takes several known_hosts files', async () => {
    const settings = await resolve(
      'Host ali\n  UserKnownHostsFile ~/.ssh/a /etc/b\n  GlobalKnownHostsFile none',
    );

    expect(settings.knownHostsFiles).toEqual([path.join(home.directory, '.ssh/a'), '/etc/b']);
  });

  it('says when a ProxyCommand is wanted, unless ProxyJump is too', async () => {
    const config = 'Host ali\n  ProxyCommand nc %h %p\nHost b\n  ProxyCommand none\nHost c\n  ProxyJump x';

    expect((await resolve(config)).proxyCommand).toBe(true);
    expect((await resolve(config, 'b')).proxyCommand).toBe(false);
    expect((await resolve(config, 'c')).proxyCommand).toBe(false);
  });

  it('follows Include relative to ~/.ssh, from home and with wildcards, and ignores what is missing', async () => {
    await home.write('conf.d/20-b.conf', 'Host ali\n  Port 20\n  User b');
    await home.write('conf.d/10-a.conf', 'Host ali\n  Port 10');
    await home.write('conf.d/.hidden.conf', 'Host ali\n  Port 1');
    await home.write('extra', 'Host ali\n  HostName box');

    const settings = await resolve('Include conf.d/*.conf missing ~/.ssh/extra\nHost *\n  User last');

    expect(settings).toMatchObject({ port: 10, user: 'b', host: 'box' });
  });

  it('applies an Include inside a block only where the block applies, and at its place', async () => {
    await home.write('inner', 'User inner\nPort 1\nHost other\n  User never');
    const config = 'Host ali\n  User first\n  Include inner\n  Port 2\nHost *\n  User last\n  Port 3';

    expect(await resolve(config)).toMatchObject({ user: 'first', port: 1 });
    expect(await resolve(config, 'other')).toMatchObject({ user: 'last', port: 3 });
  });

  it('never runs a Match exec', async () => {
    const settings = await resolve('Match exec "true"\n  User evil\nMatch all\n  User good');

    expect(settings.user).toBe('good');
  });

  it.each([
    ['an Include that includes itself', 'Include config'],
    ['a quote that is not closed', 'Host ali\n  IdentityFile "~/.ssh/a'],
    ['a word without a value', 'Host'],
  ])('refuses %s', async (_, config) => {
    await expect(resolve(config)).rejects.toMatchObject({
      name: 'UnreadableConfig',
      file: path.join(home.directory, '.ssh/config'),
    });
  });

  it('refuses a config file that cannot be read', async () => {
    await expect(
      resolveHost({ host: 'ali' }, { ...home.ssh, configFile: home.directory }),
    ).rejects.toMatchObject({ name: 'UnreadableConfig', file: home.directory });
  });
});
