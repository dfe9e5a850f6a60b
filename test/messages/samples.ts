import type { Mistake, MistakeCode } from '../../src/config/mistake';
import type { Problem, ProblemCode, ProblemOf } from '../../src/errors';

const server = 'ali';
const host = 'ali.example';
const tunnel = 'ssh -L 54545:127.0.0.1:54545 ali';
const detail = 'exit status 1';
const authFile = '/root/.cli-proxy-api/claude-ada@example.com.json';
const fingerprint = 'SHA256:Jq3Zc0Zl6nYvV2r1x8y9wq7u5t4s3r2q1p0o9n8m7l6';

/** Problems of every kind, with and without what may be left out. */
const problemsByCode: { readonly [Code in ProblemCode]: readonly Omit<ProblemOf<Code>, 'code'>[] } = {
  'not-allowed': [
    { need: 'viewer', you: 'telegram:1' },
    { need: 'operator', you: 'discord:12345678901234567890', server, groupsHidden: true },
  ],
  'unknown-command': [{ typed: '/helo' }, { typed: '/helo', didYouMean: 'claude-login' }],
  'unknown-server': [
    { typed: 'alo', known: ['ali', 'tokyo'] },
    { typed: 'alo', known: ['ali'], didYouMean: 'ali' },
  ],
  'which-server': [{ known: ['ali', 'tokyo'] }],
  'unexpected-words': [{ typed: 'right now', usage: '/cancel [server]' }],
  'private-chat-closed': [
    { platform: 'discord' },
    { platform: 'telegram', openUrl: 'https://t.me/bot?start=claude-login' },
  ],
  'not-a-duration': [{ typed: 'soon' }],
  'not-a-number': [{ typed: 'many', most: 2_000 }],
  'already-pressed': [{ by: 'Ada', atMs: Date.UTC(2026, 10, 22) }],
  'question-too-old': [{}],
  'incident-over': [{ server }],
  'login-under-way': [
    { server, by: 'Ada' },
    { server, by: 'Ada', provider: 'kimi' },
  ],
  'no-login-of-yours': [{}],
  'login-is-over': [{}],
  'not-your-login': [{}],
  'queue-unavailable': [{}],
  'no-worker': [{}],
  'worker-silent': [{}],
  'paste-empty': [{}],
  'paste-not-an-address': [{}],
  'paste-is-the-link': [{}],
  'paste-no-code': [{}],
  'paste-no-state': [{}],
  'paste-other-login': [{}],
  'paste-already-delivered': [{}],
  'nothing-to-paste': [{}],
  'callback-unreachable': [{ server, port: { number: 54545, tunnel } }, { server }],
  'ssh-host-not-found': [{ server, host }],
  'ssh-refused': [{ server, host, port: 22 }],
  'ssh-timeout': [{ server, host, port: 22 }],
  'ssh-auth-failed': [
    { server, user: 'root', host, tried: [] },
    { server, user: 'root', host, tried: ['~/.ssh/id_ed25519', 'agent'] },
  ],
  'ssh-key-unreadable': (['missing', 'forbidden', 'passphrase', 'format'] as const).map(why => ({
    server,
    file: '~/.ssh/id_ed25519',
    why,
  })),
  'ssh-config-unreadable': [{ server, file: '~/.ssh/config' }],
  'host-key-unknown': [{ server, host, fingerprint, fix: 'ssh-keyscan ali.example >> ~/.ssh/known_hosts' }],
  'host-key-changed': [{ server, host, fingerprint, fix: 'ssh-keygen -R ali.example' }],
  'known-hosts-unreadable': [{ server, file: '~/.ssh/known_hosts' }],
  'connection-lost': [{ server }],
  'ssh-failed': [{ server, detail }],
  'docker-permission': [{ server, user: 'root', fix: 'sudo usermod -aG docker root' }],
  'docker-absent': [{ server, socket: '/var/run/docker.sock' }],
  'docker-failed': [{ server, detail }],
  'container-missing': [
    { server, container: 'cliproxy', others: [] },
    { server, container: 'cliproxy', others: ['nginx', 'redis'] },
  ],
  'container-down': [{ server, container: 'cliproxy', status: 'exited' }],
  'no-answer': [{ server, container: 'cliproxy', port: 8317, seconds: 60 }],
  'program-missing': [{ server, program: '/CLIProxyAPI/CLIProxyAPI' }],
  'program-too-old': [
    { server },
    { server, version: '2.1.0' },
    { server, version: '6.4.0', login: { provider: 'kimi', flag: '-kimi-login', since: '6.8.0' } },
  ],
  'no-device-login': [{ server }, { server, version: '7.1.0' }],
  'program-config': [{ server, detail }],
  'port-in-use': [{ server, port: 54545 }],
  'no-link': [{ server }, { server, detail }],
  denied: [{}],
  'timed-out': [{ minutes: 5 }],
  cancelled: [{ by: '' }, { by: 'Ada' }],
  interrupted: [{}],
  'callback-rejected': [{ detail }],
  'exchange-failed': [{}, { detail }, { detail, outdated: '6.4.0' }],
  'exchange-silent': [{ seconds: 90 }],
  'save-failed': [{ detail }],
  'file-not-seen': [{ path: '/root/.cli-proxy-api/claude-ada@example.com.json' }],
  'not-loaded': [{ file: 'claude-ada@example.com.json' }],
  'login-failed': [{}, { exitCode: 1 }, { detail, exitCode: 1 }],
  'no-such-strategy': [{ typed: 'least_connections', known: ['round-robin', 'fill-first'] }],
  'strategy-too-new': [
    { server, strategy: 'weighted-round-robin', since: 'v7.2.104' },
    { server, strategy: 'fill-first', since: 'v6.6.42', version: '6.4.0' },
  ],
  'config-unreadable': [
    ...(['missing', 'too-large', 'several-documents', 'reference', 'unusual'] as const).map(why => ({
      server,
      path: '/CLIProxyAPI/config.yaml',
      why,
    })),
    { server, path: '/CLIProxyAPI/config.yaml', why: 'not-yaml' },
    { server, path: '/CLIProxyAPI/config.yaml', why: 'key-twice', line: 12 },
  ],
  'config-refused': [
    { server, detail: 'yaml: line 4' },
    { server, detail, left: true },
  ],
  'config-not-reloaded': [
    { server, seconds: 10 },
    { server, seconds: 10, left: true },
  ],
  'config-unconfirmed': [{ server }],
  'disk-full': [{ server, path: authFile }],
  'read-only': [{ server, path: authFile }],
  'file-changed': [{ server, path: '/CLIProxyAPI/config.yaml' }],
  'write-failed': [{ server, path: authFile, detail }],
  'private-only': [{}],
  'import-nothing': [{}],
  'import-too-many': [{ most: 10 }],
  'import-too-large': [{ mostBytes: 64 * 1024 }],
  'import-too-much': [{ mostBytes: 256 * 1024 }],
  'import-unreadable': [{ detail }],
  'import-not-json': [{}],
  'import-unknown-shape': [{ known: ['claude', 'codex', 'antigravity', 'gemini-cli'] }],
  'import-no-token': [{}],
  'import-expired': [{ atMs: Date.UTC(2026, 10, 22) }],
  'not-an-email': [{ typed: 'ada' }],
  'import-twice': [{ file: 'claude-ada@example.com.json' }],
  'import-not-served': [{ provider: 'qwen', version: '7.2.140' }],
  'import-not-loaded': [{ file: 'claude-ada@example.com.json' }],
  'import-unsure': [
    { file: 'claude-ada@example.com.json' },
    { file: 'claude-ada@example.com.json', backup: 'claude-ada@example.com.json.20261123T031500Z.bak' },
  ],
  'import-forgotten': [{}],
  'handover-failed': [{}],
  'same-server': [{ server }],
  'unknown-account': [
    { server, typed: 'ada', known: [] },
    { server, typed: 'ada', known: ['claude-ada@example.com.json', 'codex-ada@example.com.json'] },
  ],
  'no-api-key': [{ server }],
  'api-key-refused': [{ server }],
  'example-keys': [{ server }],
  'api-silent': [
    { server, ports: [8317, 8080] },
    { server, ports: [8080] },
  ],
  'api-speaks-tls': [{ server, port: 8317 }],
  'accounts-cooling': [
    { server, model: 'claude-opus-5' },
    { server, model: 'claude-opus-5', untilMs: Date.UTC(2026, 10, 22) },
  ],
  'no-account': [{ server }],
  'unknown-model': [
    { server, typed: 'claude-9', known: ['claude-opus-5', 'gpt-5.5'] },
    { server, typed: 'claude-opus-6', known: ['claude-opus-5'], didYouMean: 'claude-opus-5' },
  ],
  'completion-silent': [{ server, model: 'claude-opus-5', seconds: 60 }],
  'completion-failed': [
    { server, status: 529, detail: 'Overloaded' },
    { server, status: 401, detail: 'Invalid bearer token' },
    { server, status: 502, detail: '' },
  ],
  'onehub-not-configured': [{}],
  'onehub-unreachable': [{ host }, { host: '127.0.0.1:3000', via: server }],
  'onehub-token-refused': [{}],
  'onehub-refused': [{ reason: 'record not found' }],
  'onehub-odd': [{ host }],
  'onehub-limited': [{}],
  'onehub-under-way': [{ server, atMs: Date.UTC(2026, 10, 22) }],
  'onehub-same-address': [{ server, other: 'tokyo', address: 'http://cliproxy:8317' }],
};

const variable = 'SERVERS';

const mistakesByCode: {
  readonly [Code in MistakeCode]: readonly Omit<Extract<Mistake, { readonly code: Code }>, 'code'>[];
} = {
  'env-file-unreadable': [{}],
  'not-one-of': [{ variable, allowed: ['bot', 'worker', 'both'] }],
  'not-a-url': [{ variable, example: 'redis://127.0.0.1:6379' }],
  'not-a-port': [{ variable }],
  'not-a-discord-token': [{ variable }],
  'not-a-telegram-token': [{ variable }],
  'not-a-discord-id': [{ variable, position: 1 }],
  'not-a-server-name': [{ variable, position: 2 }],
  'not-a-container-name': [{ variable }],
  'not-an-absolute-path': [{ variable }],
  'not-a-management-key': [{ variable }],
  'not-an-api-key': [{ variable }],
  'not-an-access-token': [{ variable }],
  'management-key-is-hashed': [{ variable }],
  'servers-collide': [{ variable, positions: [1, 2], prefix: 'A_B' }],
  'not-an-access-entry': [{ variable, position: 3 }],
  'not-an-alert-place': [{ variable, position: 2 }],
  'alert-place-without-token': [{ variable, position: 1, token: 'DISCORD_TOKEN' }],
  'entry-for-unknown-server': [{ variable, position: 1, known: ['ali', 'tokyo'] }],
  'set-twice': [{ variable, fileVariable: 'DISCORD_TOKEN_FILE' }],
  'half-set': [{ variable, missing: 'ONEHUB_TOKEN' }],
  'via-needs-http': [{ variable, via: 'ONEHUB_VIA' }],
  'secret-file-unreadable': [{ variable }],
  'secret-file-empty': [{ variable }],
  'role-needs-redis': [{ variable, role: 'worker' }],
  'servers-missing': [{ variable }],
  'unknown-variable': [{ variable: 'SERVRES', didYouMean: 'SERVERS' }],
  'variable-of-unknown-server': [
    { variable: 'TOKIO_CONTAINER' },
    { variable: 'TOKIO_CONTAINER', didYouMean: 'TOKYO_CONTAINER' },
  ],
};

// What makes each sample right is the type of the table that it stands in.
export const problems = withCodes(problemsByCode) as readonly Problem[];
export const mistakes = withCodes(mistakesByCode) as readonly Mistake[];

/** Puts the code, which is the key, into each sample. */
function withCodes(
  byCode: Readonly<Record<string, readonly object[]>>,
): readonly { readonly code: string }[] {
  return Object.entries(byCode).flatMap(([code, samples]) => samples.map(sample => ({ code, ...sample })));
}
