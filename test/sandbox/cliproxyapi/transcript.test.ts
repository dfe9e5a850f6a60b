import type { Run } from '../program';
import { loginArgs } from '../program';
import { useScene } from './scene';

const banner = `To authenticate from a remote machine, an SSH tunnel may be required.
================================================================================
  Run one of the following commands on your local machine (NOT the server):

  # Standard SSH command (assumes SSH port 22):
  ssh -L 54545:127.0.0.1:54545 root@203.0.113.7 -p 22

  # If using an SSH key (assumes SSH port 22):
  ssh -i <path_to_your_key> -L 54545:127.0.0.1:54545 root@203.0.113.7 -p 22

  NOTE: If your server's SSH port is not 22, please modify the '-p 22' part accordingly.
================================================================================
`;
const query = (scope: string): string =>
  'client_id=9d1c250a-e61b-44d9-88ed-5944d1962f5e&code=true&code_challenge=<43 chars>&code_challenge_method=S256' +
  `&redirect_uri=http%3A%2F%2Flocalhost%3A54545%2Fcallback&response_type=code&scope=${scope}&state=<32 hex>`;
const oldScope = 'org%3Acreate_api_key+user%3Aprofile+user%3Ainference';
const newScope =
  'user%3Aprofile+user%3Ainference+user%3Asessions%3Aclaude_code+user%3Amcp_servers+user%3Afile_upload';
const saved = `Claude authentication successful
Saving credentials to /root/.cli-proxy-api/claude-user@example.com.json
Authentication saved to /root/.cli-proxy-api/claude-user@example.com.json
Claude authentication successful!
`;
const prompt = 'Paste the Claude callback URL (or press Enter to keep waiting): ';

describe('what a login prints, byte for byte', () => {
  const scene = useScene();

  const about = { commit: '1234567', builtAt: '2025-11-20T01:02:03Z' };
  const finish = async (run: Run): Promise<void> => {
    await scene.deliver(run);
    await run.ended;
  };
  /** Times, random values and the provider's address, which differ each time, by name. */
  const settled = (run: Run): string =>
    run
      .stdout()
      .replaceAll(/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]/g, '[<time>]')
      .replaceAll(/code_challenge=[\w-]{43}&/g, 'code_challenge=<43 chars>&')
      .replaceAll(/state=[0-9a-f]{32}\b/g, 'state=<32 hex>')
      .replaceAll(scene.providerUrl, 'https://claude.ai');

  it('is that of v6.4.0, which reads no stdin', async () => {
    const run = scene.place.run(loginArgs, { ...about, version: 'v6.4.0', providerUrl: scene.providerUrl });

    await finish(run);

    expect(settled(run)).toBe(
      `CLIProxyAPI Version: v6.4.0, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
[<time>] [info] [main.go:397] CLIProxyAPI Version: v6.4.0, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
${banner}Visit the following URL to continue authentication:
https://claude.ai/oauth/authorize?${query(oldScope)}
Waiting for Claude authentication callback...
${saved}`,
    );
  });

  it('is that of v6.8.0, whose prompt is given up at the end of stdin', async () => {
    const run = scene.place.run(loginArgs, {
      ...about,
      version: 'v6.8.0',
      providerUrl: scene.providerUrl,
      promptAfterMs: 1,
    });

    await run.seen(/keep waiting\): /);
    await finish(run);

    expect(settled(run)).toBe(
      `CLIProxyAPI Version: v6.8.0, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
[<time>] [--------] [info ] [main.go:572] CLIProxyAPI Version: v6.8.0, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
${banner}Visit the following URL to continue authentication:
https://claude.ai/oauth/authorize?${query(oldScope)}
Waiting for Claude authentication callback...
${prompt}${saved}`,
    );
  });

  it('is that of v7.2.140, whose prompt has the next line glued to it', async () => {
    const run = scene.place.run(loginArgs, { ...about, providerUrl: scene.providerUrl, promptAfterMs: 1 });

    await run.seen(/keep waiting\): /);
    await finish(run);

    expect(settled(run)).toBe(
      `CLIProxyAPI Version: v7.2.140, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
[<time>] [--------] [info ] [main.go:572] CLIProxyAPI Version: v7.2.140, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
${banner}Visit the following URL to continue authentication:
https://claude.ai/oauth/authorize?${query(newScope)}
Waiting for Claude authentication callback...
${prompt}${saved}`,
    );
  });

  it('is that of v5.1.14, where every line of its own is a log line', async () => {
    const run = scene.place.run(loginArgs, { ...about, version: 'v5.1.14', providerUrl: scene.providerUrl });

    await finish(run);

    const log = (source: string): string => `[<time>] [info] [${source}]`;
    expect(settled(run)).toBe(
      `${log('main.go:397')} CLIProxyAPI Version: v5.1.14, Commit: 1234567, BuiltAt: 2025-11-20T01:02:03Z
${log('anthropic_login.go:26')} Initializing Claude authentication...
${log('ssh_helper.go:123')} ${banner}${log('anthropic_login.go:26')} Please open this URL in your browser:

https://claude.ai/oauth/authorize?${query(oldScope)}
${log('anthropic_login.go:26')} Waiting for authentication callback...
${log('anthropic_login.go:26')} Authentication successful!
${log('anthropic_login.go:26')} You can now use Claude services through this CLI
`,
    );
  });

  it('is the same when it comes in pieces', async () => {
    const run = scene.place.run(loginArgs, {
      ...about,
      version: 'v6.4.0',
      providerUrl: scene.providerUrl,
      dribble: true,
    });

    await finish(run);

    expect(settled(run)).toContain(`${banner}Visit the following URL to continue authentication:\n`);
    expect(settled(run)).toContain(`callback...\n${saved}`);
  });

  it('has a warning before the banner when no service tells the public address', async () => {
    const run = scene.place.run(loginArgs, { version: 'v6.4.0', publicIp: '' });

    await run.seen(/Waiting for Claude/);

    expect(run.stdout()).toMatch(
      /\] \[warning\] \[ssh_helper\.go:105\] Failed to get public IP, falling back to outbound IP: all IP services failed\nTo auth/,
    );
  });

  it('shows the wall clock of Shanghai, as the image sets it', async () => {
    const run = scene.place.run(loginArgs);

    const [, hour] = await run.seen(/\[\d{4}-\d\d-\d\d (\d\d):/);

    const shanghai = (new Date().getUTCHours() + 8) % 24;
    expect([shanghai, (shanghai + 23) % 24]).toContain(Number(hour));
  });
});
