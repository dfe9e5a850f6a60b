// The whole program in front of the sandbox, with a chat that remembers what was said in it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from './dist.mjs';

const { openSandbox } = load('../sandbox/sandbox.js');
const { startBot } = load('./bot.js');
const { startWorker } = load('./worker.js');
const { loadConfig } = load('./config.js');
const { createLog } = load('./log.js');
const { createServers } = load('./server/servers.js');
const { openEmbeddedJobs } = load('./jobs/embedded.js');
const { wordsFor } = load('./messages/catalogue.js');

const me = 'telegram:1';
const chat = 'telegram:chat:1';
const withinMs = 60_000;

/** Opens it for a person of this language; `variables` are added to the configuration. */
export async function openScene(language, variables = {}, sandboxOptions = {}) {
  const sandbox = await openSandbox({ servers: ['ali', 'tokyo'], ...sandboxOptions });
  const directory = mkdtempSync(join(tmpdir(), 'cliproxy-docs-'));
  const settings = {
    SERVERS: 'ali,tokyo',
    ALI_API_KEY: sandbox.apiKey,
    ALI_API_URL: sandbox.server('ali').container.url(8317),
    TOKYO_API_KEY: sandbox.apiKey,
    ONEHUB_URL: sandbox.oneHub.url,
    ONEHUB_TOKEN: sandbox.oneHub.token,
    SSH_CONFIG: sandbox.sshConfigFile,
    ADMINS: me,
    ...variables,
  };
  const { config } = loadConfig({
    variables: { TELEGRAM_TOKEN: '1:x', ALERTS: 'telegram-chat:1', LANGUAGE: language, ...settings },
    inEnvFile: new Set(),
    envFileReadable: true,
    home: homedir(),
    user: 'ada',
    folder: directory,
    readFile: path => readFileSync(path, 'utf8'),
  });
  const log = createLog('silent', { write: () => undefined });
  const jobs = await openEmbeddedJobs({ directory, log });
  const servers = createServers(config.servers, config.ssh, log);
  const recorder = createRecorder(language);
  const bot = await startBot(config, [recorder.platform], jobs, log);
  const stopWorker = startWorker(jobs, servers, log, { oneHub: config.oneHub });
  return {
    ...recorder,
    sandbox,
    words: wordsFor(language, 'telegram'),
    close: async () => {
      await stopWorker();
      await bot.stop();
      await servers.close();
      await jobs.close();
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A chat with one person in it. What is to be seen on the picture is what was typed, and what was waited for. */
function createRecorder(language) {
  const shown = [];
  const picture = [];
  let listener;
  let next = 1;
  let tick = 0;
  /** What was said before is not waited for. */
  let said = 0;
  const put = message => {
    const id = String(next++);
    shown.push({ id, message, tick: ++tick });
    return { address: chat, id };
  };
  const change = (ref, message) => {
    const found = shown.find(each => each.id === ref.id);
    if (found) Object.assign(found, { message, tick: ++tick });
  };
  const platform = {
    name: 'telegram',
    start: async (_commands, hears) => void (listener = hears),
    stop: async () => undefined,
    send: async (_to, message) => put(message),
    edit: async (ref, message) => change(ref, message),
    remove: async ref => {
      const at = shown.findIndex(each => each.id === ref.id);
      if (at >= 0) shown.splice(at, 1);
    },
    openPrivate: async () => chat,
    privateChatUrl: () => undefined,
  };
  const does = async (event, files = []) => {
    let answer;
    await listener.receive({
      person: { id: me, name: 'Ada', language, groups: [] },
      place: chat,
      isPrivate: true,
      event,
      files,
      answer: async message => {
        if (answer === undefined) answer = put(message);
        else change(answer, message);
        return answer;
      },
      forget: async () => true,
    });
  };
  const find = words =>
    shown.findLast(each => each.tick > said && words.test(plain(each.message.text)))?.message;

  return {
    platform,
    picture,
    /** A command with its options; `typed` is what stands on the picture. */
    says: async (typed, name, options = {}, files = []) => {
      picture.push({ by: 'person', parts: [typed] });
      said = tick;
      await does({ kind: 'command', name, options, rest: '' }, files);
    },
    /** Something without a command: words, or files. */
    sends: async (typed, event, files = []) => {
      picture.push({ by: 'person', parts: [typed] });
      said = tick;
      await does(event, files);
    },
    /** Waits for a message that holds these words, puts it on the picture, and tells what it is. */
    reads: async words => {
      for (const since = Date.now(); Date.now() - since < withinMs; await sleep(20)) {
        const message = find(words);
        if (message === undefined) continue;
        said = tick;
        picture.push({ by: 'bot', parts: message.text.map(shownPart), buttons: message.buttons });
        return message;
      }
      throw new Error(
        `never read: ${words}; there was ${shown.map(each => plain(each.message.text)).join('\n--\n')}`,
      );
    },
  };
}

function plain(parts) {
  return parts.map(part => (typeof part === 'string' ? part : (part.text ?? ''))).join('');
}

/** A moment stands there as Telegram shows it. */
function shownPart(part) {
  if (part.kind !== 'moment') return part;
  return { kind: 'plain', text: new Date(part.atMs).toISOString().slice(11, 16) };
}
