import { resolveRoute } from '../../../src/server/ssh/route';
import { createHome, type Home } from '../home';

describe('the machines on the way to a server', () => {
  let home: Home;
  beforeEach(async () => {
    home = await createHome();
  });
  afterEach(() => home.remove());

  async function route(config: string): Promise<readonly string[]> {
    await home.write('config', config);
    const hops = await resolveRoute('ali', home.ssh);
    return hops.map(hop => `${hop.user}@${hop.host}:${hop.port}`);
  }

  it('is the server alone without a ProxyJump', async () => {
    await expect(route('Host ali\n  HostName box')).resolves.toEqual(['me@box:22']);
  });

  it('goes through every hop, each with its own settings', async () => {
    const config = `
      Host ali
        ProxyJump one,root@two:2222
      Host one
        HostName 10.0.0.1
      Host two
        User ignored
        HostName 10.0.0.2`;

    await expect(route(config)).resolves.toEqual(['me@10.0.0.1:22', 'root@10.0.0.2:2222', 'me@ali:22']);
  });

  it('reaches the first hop by its own ProxyJump', async () => {
    const config = 'Host ali\n  ProxyJump near\nHost near\n  ProxyJump nearer';

    await expect(route(config)).resolves.toEqual(['me@nearer:22', 'me@near:22', 'me@ali:22']);
  });

  it('does not send a jump host through itself', async () => {
    await expect(route('Host *\n  ProxyJump bastion')).resolves.toEqual(['me@bastion:22', 'me@ali:22']);
  });

  it('refuses to go in a circle', async () => {
    await expect(route('Host ali\n  ProxyJump b\nHost b\n  ProxyJump ali')).rejects.toMatchObject({
      problem: { code: 'ssh-failed', server: 'ali', detail: 'ProxyJump goes in a circle' },
    });
  });

  it('says that ProxyCommand is not supported', async () => {
    await expect(route('Host ali\n  ProxyCommand nc %h %p')).rejects.toMatchObject({
      problem: { code: 'ssh-failed', detail: 'ProxyCommand is not supported, use ProxyJump' },
    });
  });

  it('names the config file that cannot be read', async () => {
    const ssh = { ...home.ssh, configFile: home.directory };

    await expect(resolveRoute('ali', ssh)).rejects.toMatchObject({
      problem: { code: 'ssh-config-unreadable', server: 'ali', file: home.directory },
    });
  });
});
