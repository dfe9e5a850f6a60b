// The conversations on the pictures: each is really had with the program, in front of the sandbox.
import { load } from './dist.mjs';

const { visitConsentPage, visitDevicePage } = load('../sandbox/browser.js');

const email = 'ada@example.com';
const config = '/CLIProxyAPI/config.yaml';

/** By the name of the picture; they are had in this order, on the same servers. */
export const conversations = {
  'claude-login': async scene => {
    await scene.says('/claude_login ali', 'claude-login', { server: 'ali' });
    const { buttons } = await scene.reads(/54545/);
    const address = await visitConsentPage(linkOf(buttons), { decision: 'authorize', email });
    await scene.sends('http://localhost:54545/callback?code=…&state=…', { kind: 'text', text: address });
    await scene.reads(/ada@example\.com/);
  },

  'codex-device-login': async scene => {
    await scene.says('/codex_device_login ali', 'codex-device-login', { server: 'ali' });
    const { buttons, text } = await scene.reads(/Codex.*ali[^]*2\./);
    const { text: userCode } = text.find(({ kind }) => kind === 'code');
    await visitDevicePage(linkOf(buttons), userCode, { decision: 'authorize', email });
    await scene.reads(/ada@example\.com.*Codex|Codex.*ada@example\.com/);
  },

  import: async scene => {
    const bytes = Buffer.from(JSON.stringify(claudeCliFile()));
    const file = { name: '.credentials.json', sizeBytes: bytes.length, read: async () => bytes };
    await scene.says('📎 .credentials.json  /import ali', 'import', { to: 'ali' }, [file]);
    await scene.reads(/credentials\.json/);
    await scene.sends('grace@example.com', { kind: 'text', text: 'grace@example.com' });
    await scene.reads(/grace@example\.com.*ali/);
  },

  test: async scene => {
    const model = 'claude-sonnet-4-5-20250929';
    await scene.says(`/test ali ${model}`, 'test', { server: 'ali', model });
    await scene.reads(/✅.*claude-sonnet-4-5/);
  },

  balance: async scene => {
    const { container } = scene.sandbox.server('ali');
    container.write(config, `${container.read(config)}\nload_balancing:\n  strategy: "least_connections"\n`);
    await scene.says('/balance ali', 'balance', { server: 'ali' });
    await scene.reads(/load_balancing/);
    await scene.says('/balance ali fill-first', 'balance', { server: 'ali', strategy: 'fill-first' });
    await scene.reads(/→ fill-first/);
  },

  onehub: async scene => {
    await scene.says('/onehub ali', 'onehub', { server: 'ali' });
    await scene.reads(/✅.*ali[^]*(?:0\.\d|\d) (?:s|秒)/);
  },

  alert: async scene => {
    const { container } = scene.sandbox.server('tokyo');
    container.behave({ bindFails: true });
    await container.crash(0);
    await scene.reads(/tokyo[^]*bind:/);
  },
};

function linkOf(buttons) {
  return buttons.flat().find(({ kind }) => kind === 'link').url;
}

/** As `~/.claude/.credentials.json` is. */
function claudeCliFile() {
  const token = kind => `sk-ant-${kind}01-${'x'.repeat(40)}`;
  return {
    claudeAiOauth: {
      accessToken: token('oat'),
      refreshToken: token('ort'),
      expiresAt: Date.now() + 6 * 3_600_000,
      scopes: ['user:inference', 'user:profile'],
      subscriptionType: 'max',
    },
  };
}
