import { Client, type ClientChannel } from 'ssh2';
import type { Socket } from 'node:net';
import { messageOf, UserError } from '../../errors';
import type { SshSettings } from '../settings';
import { createAuthentication } from './authentication';
import { createHostKeyCheck } from './host-key';
import type { HostSettings } from './host-settings';
import { loadIdentities } from './identity';

// A dead connection is noticed after a minute at most.
const KEEPALIVE = { keepaliveInterval: 15_000, keepaliveCountMax: 3 };

/** Opens the byte stream to a machine, when everything else is ready for it. */
export type Dial = () => Promise<Socket | ClientChannel>;

/**
 * Verifies one machine and logs in to it. Throws UserError with every `ssh-…`, `host-key-…` and `known-hosts-…`
 * problem; the stream is then closed. The client emits `close` when it is over and never an unheard `error`.
 */
export async function openSession(
  server: string,
  settings: HostSettings,
  ssh: SshSettings,
  dial: Dial,
  signal: AbortSignal,
): Promise<Client> {
  const check = await createHostKeyCheck(server, settings, ssh.home);
  const authentication = createAuthentication(settings, await loadIdentities(settings, ssh.passphrase));
  signal.throwIfAborted();
  const stream = await dial();

  return await new Promise<Client>((resolve, reject) => {
    const client = new Client();
    let refused: UserError | undefined;
    const fail = (error: unknown): void => {
      signal.removeEventListener('abort', abandon);
      reject(error instanceof Error ? error : new Error(messageOf(error)));
      stream.destroy();
    };
    const abandon = (): void => fail(signal.reason);
    signal.addEventListener('abort', abandon);
    client.once('ready', () => {
      signal.removeEventListener('abort', abandon);
      resolve(client);
    });
    client.on('error', error => {
      // An agent that does not answer, or a key that does not sign, is one way in less.
      if (levelOf(error) === 'agent' || /^Error (while )?signing/.test(error.message)) return;
      fail(refused ?? explain(error));
    });
    client.once('close', () => fail(failed('the connection was closed during the handshake')));
    try {
      client.connect({
        sock: stream,
        username: settings.user,
        readyTimeout: settings.timeoutMs,
        ...KEEPALIVE,
        strictVendor: false,
        algorithms: { serverHostKey: check.algorithms },
        hostVerifier: (key: Buffer) => {
          refused = check.refusal(key);
          return refused === undefined;
        },
        authHandler: (_left, _partial, next) => {
          const way = authentication.next();
          if (way === undefined) fail(authentication.failure(server, ssh.home, undefined));
          else next(way);
        },
      });
    } catch (error) {
      fail(failed(messageOf(error), error));
    }
  });

  function explain(error: Error): UserError {
    if (error.message === 'Too many authentication failures') {
      return authentication.failure(server, ssh.home, error);
    }
    return explainNetwork(server, settings, error);
  }

  function failed(detail: string, cause?: unknown): UserError {
    return new UserError({ code: 'ssh-failed', server, detail }, cause);
  }
}

/** The problem in a failure of the network, by its code or, told by a jump host, by its words. */
export function explainNetwork(
  server: string,
  { host, port }: { readonly host: string; readonly port: number },
  error: Error,
): UserError {
  const code = 'code' in error ? String(error.code) : '';
  const text = error.message;
  if (/ENOTFOUND|EAI_AGAIN/.test(code) || /not known|resolv|no address/i.test(text)) {
    return new UserError({ code: 'ssh-host-not-found', server, host }, error);
  }
  if (code === 'ECONNREFUSED' || /connection refused/i.test(text)) {
    return new UserError({ code: 'ssh-refused', server, host, port }, error);
  }
  if (code === 'ETIMEDOUT' || levelOf(error) === 'client-timeout' || /timed out/i.test(text)) {
    return new UserError({ code: 'ssh-timeout', server, host, port }, error);
  }
  return new UserError({ code: 'ssh-failed', server, detail: text === '' ? code : text }, error);
}

function levelOf(error: Error): unknown {
  return 'level' in error ? error.level : undefined;
}
