// The conversations on the pictures: each is really had with the program, in front of the sandbox.
import { readFileSync } from 'node:fs';
import { load } from './dist.mjs';

const { visitConsentPage } = load('../sandbox/browser.js');

const email = 'ada@example.com';

/** By the name of the picture. */
export const conversations = {
  'claude-login': async scene => {
    await scene.says('/claude_login ali', 'claude-login', { server: 'ali' });
    const { buttons } = await scene.reads(/54545/);
    const link = buttons.flat().find(({ kind }) => kind === 'link').url;
    const address = await visitConsentPage(link, { decision: 'authorize', email });
    await scene.sends('http://localhost:54545/callback?code=…&state=…', { kind: 'text', text: address });
    await scene.reads(/ada@example\.com/);
  },
  import: async scene => {
    const bytes = Buffer.from(JSON.stringify(claudeCliFile()));
    const file = { name: '.credentials.json', sizeBytes: bytes.length, read: async () => bytes };
    await scene.says('📎 .credentials.json  /import ali', 'import', { to: 'ali' }, [file]);
    await scene.reads(/credentials\.json/);
    await scene.sends('grace@example.com', { kind: 'text', text: 'grace@example.com' });
    await scene.reads(/grace@example\.com.*ali/);
  },
};

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
void readFileSync;
