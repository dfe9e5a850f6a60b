import { createHash, randomBytes } from 'node:crypto';
import type { ConfiguredProgram } from '../program';
import { askProvider, messageOf } from './ask-provider';
import { printTunnelBanner } from './banner';
import { laxSite, startCallbackServer } from './callback-server';
import { CallbackTimedOut } from './failure';
import { waitForCallback } from './wait';
import { xaiDevice } from './xai';

const port = 56121;
const redirectUri = `http://127.0.0.1:${port}/callback`;

/**
 * `-xai-login` from v7.1.0 to v7.2.63: a callback to 127.0.0.1 of the container, where only the container gets. The
 * pretend xAI knows no such exchange any more, so that it comes to nothing however it is answered.
 */
export async function earlyXaiLogin(program: ConfiguredProgram): Promise<number> {
  const { behaviour, output, log } = program;
  // In a pretend container other programs of the machine would be met at the port itself.
  const ports = { ...behaviour.ports, [port]: behaviour.root === '' ? port : 0 };
  try {
    const verifier = randomBytes(96).toString('base64url');
    const state = randomBytes(16).toString('hex');
    const alone = { ...program, behaviour: { ...behaviour, ports } };
    const server = await startCallbackServer(alone, port, laxSite('/callback'));
    try {
      await printTunnelBanner(program, port);
      output.print(
        `Visit the following URL to continue authentication:\n${linkWith(program, verifier, state)}\n`,
      );
      output.print('Waiting for xAI authentication callback...\n');
      const callback = await waitForCallback(program, server, 'xAI callback Token').catch(
        (error: unknown) => {
          throw error instanceof CallbackTimedOut ? new Error('authentication timed out') : error;
        },
      );
      if ('error' in callback) throw new Error(`authentication failed: ${callback.error}`);
      if (callback.state !== state) throw new Error('invalid state');
      const { status, body } = await askProvider(`${behaviour.providerUrl}${xaiDevice.tokenPath}`, {
        body: { code: callback.code, code_verifier: verifier, grant_type: 'authorization_code' },
      });
      throw new Error(`token exchange failed: xai token request failed with status ${status}: ${body}`);
    } finally {
      await server.stop();
    }
  } catch (error) {
    log.line('error', 'xai_login.go:36', `xAI authentication failed: xai: ${messageOf(error)}`);
  }
  return 0;
}

function linkWith({ behaviour }: ConfiguredProgram, verifier: string, state: string): string {
  const query = new URLSearchParams([
    ['client_id', xaiDevice.clientId],
    ['code_challenge', createHash('sha256').update(verifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['state', state],
  ]);
  return `${behaviour.providerUrl || xaiDevice.host}/oauth2/authorize?${query.toString()}`;
}
