import type { AccessRule } from '../../src/chat/access';
import { defineCommand, type Command, type CommandContext } from '../../src/chat/command';
import { describeCommands } from '../../src/chat/describe-commands';
import { createDispatch } from '../../src/chat/dispatch';
import { ChatClosed, type IncomingEvent, type IncomingFile, type Person } from '../../src/chat/platform';
import { UserError } from '../../src/errors';
import { fakeJobs } from '../fakes/jobs';
import { keptLog } from '../fakes/log';
import { ada, bob, group } from '../fakes/login';
import { fakePlatform, incomingFrom, type FakeIncoming } from '../fakes/platform';
import { buttonsOf, plainText } from '../fakes/plain';

const servers = ['ali', 'tokyo'];
const everywhere: readonly AccessRule[] = [{ right: 'operator', who: ada.id }];

const credential: IncomingFile = {
  name: 'claude-ada@x.org.json',
  sizeBytes: 2,
  read: () => Promise.resolve(Buffer.from('{}')),
};

interface Scene {
  /** What commands were run with. */
  readonly ran: readonly CommandContext[];
  readonly logged: () => string;
  does(
    event: IncomingEvent,
    who?: Person,
    place?: typeof group,
    files?: readonly IncomingFile[],
    deleted?: 'by the bot' | 'by hand',
  ): Promise<FakeIncoming>;
  complete(who: Person, name: string, option: string, typed: string): readonly string[];
}

function open(
  options: { access?: readonly AccessRule[]; servers?: readonly string[]; fails?: Error } = {},
): Scene {
  const platform = fakePlatform('telegram');
  const { log, text } = keptLog();
  const ran: CommandContext[] = [];
  const run: Command['run'] = context => {
    ran.push(context);
    if (options.fails !== undefined) return Promise.reject(options.fails);
    return Promise.resolve({ text: ['done'] });
  };
  const listener = createDispatch({
    platform,
    jobs: fakeJobs(),
    access: options.access ?? everywhere,
    servers: options.servers ?? servers,
    alerts: [],
    log,
    commands: [
      defineCommand({
        name: 'claude-login',
        options: [{ name: 'server', required: true }],
        access: 'operator',
        run,
      }),
      defineCommand({
        name: 'accounts',
        options: [{ name: 'server' }, { name: 'view', choices: ['picture'] }],
        access: 'viewer',
        run,
      }),
      defineCommand({ name: 'cancel', options: [{ name: 'server' }], access: 'anyone', run }),
      defineCommand({
        name: 'callback',
        options: [{ name: 'address', required: true, takesRest: true }],
        access: 'anyone',
        run,
      }),
      defineCommand({ name: 'restart', options: [{ name: 'server' }], access: 'operator', run }),
      defineCommand({
        name: 'mute',
        options: [{ name: 'for' }, { name: 'server' }],
        access: 'operator',
        run,
      }),
      defineCommand({
        name: 'balance',
        options: [{ name: 'server' }, { name: 'strategy', completes: ['round-robin', 'fill-first'] }],
        access: 'operator',
        run,
      }),
      defineCommand({ name: 'help', options: [], access: 'anyone', run }),
      defineCommand({
        name: 'onehub',
        options: [{ name: 'server', fillsIn: false }],
        access: 'operator',
        run,
      }),
      defineCommand({
        name: 'import',
        options: [{ name: 'server' }, { name: 'from' }],
        mostFiles: 10,
        access: 'operator',
        run,
      }),
    ],
  });
  return {
    ran,
    logged: text,
    complete: (...asked) => listener.complete(...asked),
    does: async (event, who = ada, place, files, deleted = 'by the bot') => {
      const incoming = incomingFrom(platform, who, event, place, files);
      await listener.receive(
        deleted === 'by hand' ? { ...incoming, forget: () => Promise.resolve(false) } : incoming,
      );
      return incoming;
    },
  };
}

function command(name: string, options: Readonly<Record<string, string>> = {}, rest = ''): IncomingEvent {
  return { kind: 'command', name, options, rest };
}

function answerOf({ answers }: FakeIncoming): string {
  return answers.map(({ text }) => plainText(text)).join('\n---\n');
}

describe('dispatch', () => {
  it('runs the command and gives its answer', async () => {
    const scene = open();

    const incoming = await scene.does(command('accounts', { server: 'ali' }));

    expect(answerOf(incoming)).toBe('done');
    expect(scene.ran[0]).toMatchObject({ person: ada, servers, options: { server: 'ali' } });
  });

  it.each(['claude_login', 'CLAUDE-LOGIN', 'Claude_Login'])('knows claude-login as %s', async typed => {
    const scene = open();

    await scene.does(command(typed, { server: 'ali' }));

    expect(scene.ran).toHaveLength(1);
  });

  it('answers in the language of the person', async () => {
    const scene = open();

    const incoming = await scene.does(command('nonsense-word'), bob);

    expect(answerOf(incoming)).toBe('没有 /nonsense-word 这个命令。全部命令见 /help。');
  });

  it('suggests the command that was probably meant', async () => {
    const scene = open();

    const incoming = await scene.does(command('acounts'));

    expect(answerOf(incoming)).toBe("I don't know the command /acounts. Did you mean /accounts?");
  });

  describe('with servers', () => {
    it('fills in the only one', async () => {
      const scene = open({ servers: ['ali'] });

      await scene.does(command('claude-login'));

      expect(scene.ran[0]?.options).toEqual({ server: 'ali' });
    });

    it('fills in the only one on which the person may', async () => {
      const scene = open({ access: [{ right: 'operator', who: ada.id, server: 'tokyo' }] });

      await scene.does(command('claude-login'));

      expect(scene.ran[0]?.options).toEqual({ server: 'tokyo' });
    });

    it('fills in none where a command means something else by that', async () => {
      const scene = open({ servers: ['ali'] });

      await scene.does(command('onehub'));
      await scene.does({ kind: 'action', action: 'onehub' });
      await scene.does({ kind: 'action', action: 'onehub:ali' });

      expect(scene.ran.map(({ options }) => options)).toEqual([{}, {}, { server: 'ali' }]);
    });

    it('asks which one where there are several and one is needed', async () => {
      const scene = open();

      const incoming = await scene.does(command('claude-login'));

      expect(answerOf(incoming)).toBe('Which server? Name one after the command: ali, tokyo.');
      expect(scene.ran).toEqual([]);
    });

    it('leaves it out where it may be left out', async () => {
      const scene = open();

      await scene.does(command('accounts'));

      expect(scene.ran[0]?.options).toEqual({});
    });

    it('takes a name in any case', async () => {
      const scene = open();

      await scene.does(command('claude-login', { server: 'ALI' }));

      expect(scene.ran[0]?.options).toEqual({ server: 'ali' });
    });

    it('suggests the one that was probably meant', async () => {
      const scene = open();

      const incoming = await scene.does(command('claude-login', { server: 'tokio' }));

      expect(answerOf(incoming)).toBe('I know no server called tokio. Did you mean tokyo?');
    });

    it('lists those there are when none is near, and only those the person may see', async () => {
      const scene = open({ access: [{ right: 'operator', who: ada.id, server: 'tokyo' }] });

      const incoming = await scene.does(command('claude-login', { server: 'somewhere-else' }));

      expect(answerOf(incoming)).toBe('I know no server called somewhere-else. There is: tokyo.');
    });
  });

  describe('towards those who may not', () => {
    it('says which line would allow it, and runs nothing', async () => {
      const scene = open();

      const incoming = await scene.does(command('claude-login', { server: 'ali' }), {
        ...bob,
        language: 'en',
      });

      expect(answerOf(incoming)).toContain(`OPERATORS=${bob.id}`);
      expect(scene.ran).toEqual([]);
    });

    it('says on which server a right is missing', async () => {
      const scene = open({ access: [{ right: 'operator', who: ada.id, server: 'tokyo' }] });

      const incoming = await scene.does(command('claude-login', { server: 'ali' }));

      expect(answerOf(incoming)).toContain('You may not do that on ali.');
    });

    it('says that a lower right is not enough', async () => {
      const scene = open({ access: [{ right: 'viewer', who: ada.id }] });

      const incoming = await scene.does(command('claude-login', { server: 'ali' }));

      expect(answerOf(incoming)).toContain('OPERATORS=');
    });

    it.each([
      ['in a private chat', undefined, true],
      ['in the group itself', group, false],
    ] as const)('mentions groups that it cannot see %s', async (_where, place, mentioned) => {
      const scene = open({ access: [{ right: 'operator', who: 'telegram-chat:-200' }] });

      const incoming = await scene.does(command('accounts'), ada, place);

      expect(answerOf(incoming).includes("I can't see it here")).toBe(mentioned);
    });

    it('lets anyone use what is for anyone', async () => {
      const scene = open({ access: [] });

      await scene.does(command('help'), bob);

      expect(scene.ran).toHaveLength(1);
    });

    it('says not more than that to those who ask for a server they may not see', async () => {
      const scene = open({ access: [] });

      const incoming = await scene.does(command('accounts', { server: 'nowhere' }));

      expect(answerOf(incoming)).toContain('You may not do that.');
      expect(answerOf(incoming)).not.toContain('tokyo');
    });
  });

  it('shows how a command is written when there are words too many', async () => {
    const scene = open();

    const incoming = await scene.does(command('claude-login', { server: 'ali' }, 'right now'));

    expect(answerOf(incoming)).toBe(
      "I don't understand right now there. Write it like this: /claude_login <server>",
    );
    expect(scene.ran).toEqual([]);
  });

  it('takes only the words that an option has to choose from', async () => {
    const scene = open();

    const odd = await scene.does(command('accounts', { view: 'sculpture' }));
    await scene.does(command('accounts', { view: 'picture' }));

    expect(answerOf(odd)).toBe(
      "I don't understand sculpture there. Write it like this: /accounts [server] [picture]",
    );
    expect(scene.ran.map(({ options }) => options)).toEqual([{ view: 'picture' }]);
  });

  it.each<[string, IncomingEvent, Readonly<Record<string, string>>]>([
    ['Log in again', { kind: 'action', action: 'login:ali' }, { server: 'ali' }],
    ['Cancel', { kind: 'action', action: 'cancel:ali.0a1b' }, { login: 'ali.0a1b' }],
    ['Refresh', { kind: 'action', action: 'accounts:ali' }, { server: 'ali' }],
    ['Refresh of all', { kind: 'action', action: 'accounts' }, {}],
    ['Yes', { kind: 'action', action: 'yes:ali:mi9xk0' }, { server: 'ali', asked: 'mi9xk0' }],
    ['Mute', { kind: 'action', action: 'mute:ali:2h' }, { server: 'ali', for: '2h' }],
    ['a form', { kind: 'paste', action: 'paste:ali.0a', text: 'code#state' }, { address: 'code#state' }],
    [
      'an answer',
      { kind: 'paste', action: 'whose:k3x9', text: 'ada@x.org' },
      { pending: 'k3x9', email: 'ada@x.org' },
    ],
    ['a message', { kind: 'text', text: '?code=a\n&state=b' }, { address: '?code=a\n&state=b' }],
  ])('takes %s for the command that it stands for', async (_what, event, options) => {
    const scene = open();

    await scene.does(event);

    expect(scene.ran[0]?.options).toEqual(options);
  });

  it('takes a message that is an e-mail for the answer to an import, and for no callback', async () => {
    const scene = open();

    await scene.does({ kind: 'text', text: ' ada@x.org\n' });

    expect(scene.ran[0]?.options).toEqual({ email: 'ada@x.org' });
  });

  it('takes an e-mail from whoever may not import for what any other words are', async () => {
    const scene = open();

    await scene.does({ kind: 'text', text: 'bob@x.org' }, bob);

    expect(scene.ran.map(({ options }) => options)).toEqual([{ address: 'bob@x.org' }]);
  });

  it('takes the ends of a way for servers: checked, and completed while they are typed', async () => {
    const scene = open();

    await scene.does(command('import', { from: 'TOKYO', email: 'a@b.c' }));
    const odd = await scene.does(command('import', { from: 'toky' }));

    expect(scene.ran.map(({ options }) => options)).toEqual([{ from: 'tokyo', email: 'a@b.c' }]);
    expect(answerOf(odd)).toContain('Did you mean tokyo?');
    expect(scene.complete(ada, 'import', 'from', 'to')).toEqual(['tokyo']);
  });

  it('takes files without a command for an import', async () => {
    const scene = open();

    const incoming = await scene.does({ kind: 'files' }, ada, undefined, [credential]);

    expect(answerOf(incoming)).toBe('done');
    expect(scene.ran[0]?.incoming.files).toEqual([credential]);
    expect(scene.ran[0]?.options).toEqual({});
  });

  it('has the files deleted of those who may not hand any in', async () => {
    const scene = open({ access: [] });

    const incoming = await scene.does({ kind: 'files' }, bob, undefined, [credential]);

    expect(scene.ran).toEqual([]);
    expect(incoming.forgotten()).toBe(true);
    expect(answerOf(incoming)).not.toContain('delete it yourself');
  });

  it.each<[string, Error, boolean]>([
    ['is refused', new UserError({ code: 'import-too-many', most: 10 }), true],
    ['is refused for its place, which says so itself', new UserError({ code: 'private-only' }), false],
    ['meets a fault', new Error('the inner workings'), true],
  ])('tells a person whose import %s to delete what it cannot delete', async (_why, fails, told) => {
    const scene = open({ fails });

    const incoming = await scene.does({ kind: 'files' }, ada, undefined, [credential], 'by hand');

    expect(answerOf(incoming).includes('delete it yourself')).toBe(told);
  });

  it('has nothing deleted of those who only said a wrong word', async () => {
    const scene = open();

    const incoming = await scene.does(command('acounts'));

    expect(incoming.forgotten()).toBe(false);
  });

  it('asks for the right again when a button is pressed', async () => {
    const scene = open({ access: [] });

    const incoming = await scene.does({ kind: 'action', action: 'login:ali' });

    expect(answerOf(incoming)).toContain('You may not do that');
    expect(scene.ran).toEqual([]);
  });

  it.each(['teleport:ali', 'constructor:ali'])('says that it does not know a button %s', async action => {
    const scene = open();

    const incoming = await scene.does({ kind: 'action', action });

    expect(answerOf(incoming)).toContain("I don't know the command");
  });

  describe('when something goes wrong', () => {
    it('says the sentence of a problem', async () => {
      const scene = open({ fails: new UserError({ code: 'no-worker' }, new Error('inner')) });

      const incoming = await scene.does(command('accounts'));

      expect(answerOf(incoming)).toContain('No worker took this up in time');
    });

    it('offers the way to a private chat that is closed', async () => {
      const openUrl = 'https://t.me/fake_bot?start=claude-login';
      const scene = open({
        fails: new UserError({ code: 'private-chat-closed', platform: 'telegram', openUrl }),
      });

      const { answers } = await scene.does(command('accounts'));

      expect(answers.flatMap(buttonsOf)).toEqual([
        { kind: 'link', label: 'Open private chat', url: openUrl },
      ]);
    });

    it('gives a fault a reference that is in the log too, and shows nothing of it', async () => {
      const scene = open({ fails: new Error('the inner workings') });

      const incoming = await scene.does(command('accounts'));

      const reference = /\(reference ([0-9a-f]{4})\)/.exec(answerOf(incoming))?.[1];
      expect(reference).toBeDefined();
      expect(answerOf(incoming)).not.toContain('inner workings');
      expect(scene.logged()).toContain(`"reference":"${reference ?? ''}"`);
      expect(scene.logged()).toContain('the inner workings');
    });

    it.each([
      ['is closed', new ChatClosed('gone'), false],
      ['cannot be reached', new Error('socket hang up'), true],
    ])('does not fail when the chat %s', async (_why, failure, logged) => {
      const platform = fakePlatform('telegram');
      const { log, text } = keptLog();
      const listener = createDispatch({
        platform,
        commands: [],
        jobs: fakeJobs(),
        access: everywhere,
        servers,
        alerts: [],
        log,
      });
      const incoming = {
        ...incomingFrom(platform, ada, command('help')),
        answer: () => Promise.reject(failure),
      };

      await expect(listener.receive(incoming)).resolves.toBeUndefined();

      expect(text().includes('an error could not be told')).toBe(logged);
    });
  });

  describe('completion', () => {
    it('offers the servers on which the person may use the command', () => {
      const scene = open({ access: [{ right: 'viewer', who: ada.id }, ...everywhere.map(onTokyo)] });

      const offered = ['claude-login', 'accounts'].map(name => scene.complete(ada, name, 'server', ''));

      expect(offered).toEqual([['tokyo'], ['ali', 'tokyo']]);
    });

    it('offers what holds the letters typed, in any case', () => {
      const scene = open();

      const offered = scene.complete(ada, 'claude-login', 'server', 'OK');

      expect(offered).toEqual(['tokyo']);
    });

    it('offers nothing to strangers, for other options and for commands that are not there', () => {
      const scene = open();

      const offered = [
        scene.complete(bob, 'claude-login', 'server', ''),
        scene.complete(ada, 'callback', 'address', ''),
        scene.complete(ada, 'nonsense', 'server', ''),
      ];

      expect(offered).toEqual([[], [], []]);
    });

    it('offers the words of an option that has some, and takes others', async () => {
      const scene = open();

      const offered = ['', 'FILL', 'weighted'].map(typed =>
        scene.complete(ada, 'balance', 'strategy', typed),
      );
      await scene.does(command('balance', { server: 'ali', strategy: 'weighted' }));

      expect(offered).toEqual([['round-robin', 'fill-first'], ['fill-first'], []]);
      expect(scene.ran[0]?.options).toEqual({ server: 'ali', strategy: 'weighted' });
    });

    it('offers no more than Discord takes', () => {
      const scene = open({ servers: Array.from({ length: 40 }, (_, index) => `server-${index}`) });

      const offered = scene.complete(ada, 'claude-login', 'server', '');

      expect(offered).toHaveLength(25);
    });
  });

  it('describes what an option has to choose from as people call it', () => {
    const [described] = describeCommands([
      defineCommand({
        name: 'accounts',
        options: [{ name: 'view', choices: ['picture'] }],
        access: 'viewer',
        run: () => Promise.resolve(undefined),
      }),
    ]);

    expect(described?.options).toEqual([
      {
        name: 'view',
        description: { en: 'As a picture', 'zh-CN': '以图片显示' },
        required: false,
        choices: [{ word: 'picture', name: { en: 'picture', 'zh-CN': '图片' } }],
      },
    ]);
  });

  it('describes how many files a command takes', () => {
    const [described] = describeCommands([
      defineCommand({
        name: 'help',
        options: [],
        mostFiles: 10,
        access: 'anyone',
        run: () => Promise.resolve(undefined),
      }),
    ]);

    expect(described?.mostFiles).toBe(10);
  });

  it('describes commands in both languages, and never demands a server that can be filled in', () => {
    const [described] = describeCommands([
      defineCommand({
        name: 'claude-login',
        options: [{ name: 'server', required: true }],
        access: 'operator',
        run: () => Promise.resolve(undefined),
      }),
    ]);

    expect(described).toEqual({
      name: 'claude-login',
      description: { en: 'Log a Claude account in to a server', 'zh-CN': '在服务器上登录一个 Claude 账号' },
      options: [
        {
          name: 'server',
          description: {
            en: 'Which server; may be left out where there is one',
            'zh-CN': '哪台服务器；只有一台时可以不写',
          },
          required: false,
          completes: true,
        },
      ],
    });
  });
});

function onTokyo(rule: AccessRule): AccessRule {
  return { ...rule, server: 'tokyo' };
}
