import type { Mistake } from '../../config/mistake';

/** One sentence for each mistake in the configuration, naming the variable and what to write instead. */
export type MistakeSentences = { readonly [M in Mistake as M['code']]: (mistake: M) => string };

/** What is printed before any chat is there. */
export interface StartUp {
  readonly mistake: MistakeSentences;
  readonly mistaken: (count: number) => string;
  readonly sandbox: readonly string[];
  readonly ready: (platforms: readonly string[], servers: readonly string[]) => string;
  readonly terminal: string;
  readonly nobody: string;
  readonly embedded: (directory: string) => string;
  readonly failed: (reason: string) => string;
  readonly stopping: string;
}

export const startUp: StartUp = {
  mistake: {
    'env-file-unreadable': () => '.env is there but cannot be read. Check its owner and mode.',
    'not-one-of': m => `${m.variable}: write one of ${m.allowed.join(', ')}.`,
    'not-a-url': m => `${m.variable}: write an address like ${m.example}.`,
    'not-a-port': m => `${m.variable}: write a port from 1 to 65535.`,
    'not-a-discord-token': m =>
      `${m.variable}: that is no bot token. Copy it from the Discord developer portal, page Bot, Reset Token.`,
    'not-a-telegram-token': m =>
      `${m.variable}: that is no bot token. @BotFather gives one that looks like 123456789:AA….`,
    'not-a-discord-id': m =>
      `${m.variable}, entry ${m.position}: write the id of a Discord server (digits only).`,
    'not-a-server-name': m =>
      `${m.variable}, entry ${m.position}: write a name as in ~/.ssh/config, of letters, digits, dot, dash and underscore.`,
    'not-a-container-name': m => `${m.variable}: write the container's name as docker ps shows it.`,
    'not-an-absolute-path': m => `${m.variable}: write a path that begins with /.`,
    'not-a-management-key': m =>
      `${m.variable}: write the key in plain letters, digits and signs, without blanks.`,
    'not-an-api-key': m =>
      `${m.variable}: write one of CLIProxyAPI's api-keys, in plain letters, digits and signs, without blanks.`,
    'not-an-access-token': m =>
      `${m.variable}: write an administrator's access token of One-Hub alone, without Bearer and without blanks.`,
    'management-key-is-hashed': m =>
      `${m.variable}: that is the hash CLIProxyAPI keeps in config.yaml. Write the key itself, as you first set it.`,
    'servers-collide': m =>
      `${m.variable}, entries ${m.positions.join(' and ')}: both would be configured as ${m.prefix}_…. Rename one in ~/.ssh/config.`,
    'not-an-access-entry': m =>
      `${m.variable}, entry ${m.position}: write discord:<user id>, discord-role:<role id>, telegram:<user id> or telegram-chat:<chat id>, and @server behind it if it is for one server. /whoami tells people theirs.`,
    'not-an-alert-place': m =>
      `${m.variable}, entry ${m.position}: write discord-channel:<id>, discord-thread:<id>, telegram-chat:<id> or telegram-chat:<id>/<topic>, and @server behind it if it is for one server.`,
    'alert-place-without-token': m =>
      `${m.variable}, entry ${m.position}: nobody can write there without ${m.token}. Set it, or remove the entry.`,
    'entry-for-unknown-server': m =>
      `${m.variable}, entry ${m.position}: the server behind the @ is not in SERVERS (${m.known.join(', ')}).`,
    'set-twice': m => `${m.variable} and ${m.fileVariable} are both set. Keep one of them.`,
    'half-set': m => `${m.variable} is of no use without ${m.missing}. Set both, or neither.`,
    'via-needs-http': m =>
      `${m.variable}: through SSH (${m.via}) only http can be spoken. Write One-Hub's own address there, for example http://127.0.0.1:3000, or leave ${m.via} out.`,
    'secret-file-unreadable': m => `${m.variable}: the file it names cannot be read.`,
    'secret-file-empty': m => `${m.variable}: the file it names is empty.`,
    'role-needs-redis': m =>
      `${m.variable} is ${m.role}, which needs a queue that processes share: set REDIS_URL, or leave ${m.variable} out.`,
    'servers-missing': m =>
      `${m.variable}: name at least one server as in ~/.ssh/config, for example ${m.variable}=ali.`,
    'unknown-variable': m => `${m.variable} is not a setting. Did you mean ${m.didYouMean}?`,
    'variable-of-unknown-server': m =>
      m.didYouMean === undefined
        ? `${m.variable} belongs to a server that is not in SERVERS. Add the server or remove the line.`
        : `${m.variable} belongs to a server that is not in SERVERS. Did you mean ${m.didYouMean}?`,
  },
  mistaken: count =>
    count === 1
      ? 'One thing in .env (or the environment) must be put right:'
      : `${count} things in .env (or the environment) must be put right:`,
  sandbox: [
    'No configuration found, so this is the SANDBOX: a pretend server called "ali", on this computer only.',
    'Nothing here is real and nothing leaves this computer. Type /claude-login to begin, /help for the rest.',
    'For your own server: cp .env.example .env, fill it in, and start again.',
  ],
  ready: (platforms, servers) => `Ready: ${platforms.join(', ')}; servers: ${servers.join(', ')}.`,
  terminal:
    'No DISCORD_TOKEN and no TELEGRAM_TOKEN: this terminal is the chat. /help lists the commands, /quit ends.',
  nobody:
    'Nobody is named in VIEWERS, OPERATORS or ADMINS, so nobody may do anything yet. /whoami tells people the line to add.',
  embedded: directory => `No REDIS_URL: the queue is kept in ${directory}.`,
  failed: reason => `Could not start: ${reason}`,
  stopping: 'Stopping…',
};
