import type {
  CommandDescription,
  Incoming,
  Listener,
  Message,
  MessageRef,
  Platform,
} from '../../src/chat/platform';
import { ChatClosed, MessageGone } from '../../src/chat/platform';
import { eventually } from './eventually';
import type { PlatformDriver, PlatformTraits, Seen, Where } from './platform.driver';

const says = (en: string) => ({ en, 'zh-CN': `${en}（中文）` });
const commands: readonly CommandDescription[] = [
  {
    name: 'claude-login',
    description: says('Log in'),
    options: [
      { name: 'server', description: says('Where'), required: false, completes: true },
      { name: 'note', description: says('Why'), required: false },
    ],
  },
  {
    name: 'callback',
    description: says('Hand over'),
    options: [{ name: 'address', description: says('All of it'), required: true, takesRest: true }],
  },
  { name: 'dry_run', description: says('Try'), options: [] },
];

const trying = String.raw`<b>&amp; *bold* _it_ __u__ ~~s~~ ||sp|| @everyone @here <@1> <#2> <t:3:R> :joy: [a](https://b.c) \ 日本 中文 🎉`;

interface Scene {
  readonly driver: PlatformDriver;
  readonly platform: Platform;
  readonly heard: readonly Incoming[];
  /** What the listener does from now on; nothing at first. */
  reacts(reaction: (incoming: Incoming) => Promise<void>): void;
  hears(count?: number): Promise<Incoming>;
  sees(where: Where, accepts: (seen: readonly Seen[]) => boolean): Promise<Seen>;
}

async function begin(driver: PlatformDriver): Promise<Scene> {
  const heard: Incoming[] = [];
  let react: (incoming: Incoming) => Promise<void> = () => Promise.resolve();
  const listener: Listener = {
    receive: incoming => {
      heard.push(incoming);
      return react(incoming);
    },
    complete: () => [],
  };
  await driver.platform.start(commands, listener);
  return {
    driver,
    platform: driver.platform,
    heard,
    reacts: reaction => {
      react = reaction;
    },
    hears: async (count = 1) => {
      await eventually(
        () => heard.length,
        length => length >= count,
      );
      return last(heard);
    },
    sees: async (where, accepts) =>
      last(
        await eventually(
          () => driver.seen(where),
          seen => seen.length > 0 && accepts(seen),
        ),
      ),
  };
}

function last<T>(values: readonly T[]): T {
  const value = values.at(-1);
  if (value === undefined) throw new Error('nothing there');
  return value;
}

function reads(words: string): (seen: readonly Seen[]) => boolean {
  return seen => last(seen).text.includes(words);
}

const status: Message = {
  text: ['Ready'],
  buttons: [
    [{ kind: 'link', label: 'Authorize', url: 'https://example.org/a?b=c&d=e%20f_g*h' }],
    [
      {
        kind: 'paste',
        label: 'Paste',
        action: 'paste:ali.x1',
        ask: {
          title: 'Paste the address',
          label: 'Address',
          example: 'http://localhost:54545/callback?code=…',
        },
      },
      { kind: 'action', label: 'Cancel', action: 'cancel:ali.x-1_2', style: 'danger' },
    ],
  ],
};

/** What every platform must do, seen from both its ends: the port, and the person in front of it. */
export function platformContract(traits: PlatformTraits, open: () => Promise<PlatformDriver>): void {
  describe(`the platform port on ${traits.name}`, () => {
    let scene: Scene;

    beforeEach(async () => {
      scene = await begin(await open());
    });

    afterEach(async () => {
      await scene.platform.stop();
      const complaints = scene.driver.complaints();
      await scene.driver.close();
      expect(complaints).toEqual([]);
    });

    describe('commands', () => {
      it('places the words of a command in its options', async () => {
        await scene.driver.types('private', '/claude-login us-west_2 because');

        const incoming = await scene.hears();
        expect(incoming.event).toEqual({
          kind: 'command',
          name: 'claude-login',
          options: { server: 'us-west_2', note: 'because' },
          rest: '',
        });
      });

      it('leaves out the options that were not given', async () => {
        await scene.driver.types('private', '/claude-login');

        const incoming = await scene.hears();
        expect(incoming.event).toEqual({ kind: 'command', name: 'claude-login', options: {}, rest: '' });
      });

      it('keeps the name of a command that is written with an underscore', async () => {
        await scene.driver.types('private', '/dry_run');

        const incoming = await scene.hears();
        expect(incoming.event).toMatchObject({ kind: 'command', name: 'dry_run' });
      });

      it('gives the whole rest of the line to the option that takes it', async () => {
        const pasted = "'http://localhost:54545/callback?code=a_b-c&state=d e'";

        await scene.driver.types('private', `/callback ${pasted}`);

        const incoming = await scene.hears();
        expect(incoming.event).toMatchObject({ name: 'callback', options: { address: pasted } });
      });

      it('says who gave a command, in which place', async () => {
        await scene.driver.types('private', '/claude-login');

        const incoming = await scene.hears();
        expect(incoming).toMatchObject({
          person: { id: scene.driver.person },
          place: scene.driver.privateAddress,
          isPrivate: true,
        });
        expect(incoming.person.name).not.toBe('');
      });

      if (traits.typedOptions) {
        it('hands over the words that have no option', async () => {
          await scene.driver.types('private', '/claude-login ali now please do');

          const incoming = await scene.hears();
          expect(incoming.event).toMatchObject({
            options: { server: 'ali', note: 'now' },
            rest: 'please do',
          });
        });
      }

      if (traits.shared) {
        it('says that others read along, and what the person belongs to there', async () => {
          await scene.driver.types('shared', '/claude-login ali');

          const incoming = await scene.hears();
          expect(incoming).toMatchObject({ place: scene.driver.sharedAddress, isPrivate: false });
          expect([...incoming.person.groups].sort()).toEqual([...scene.driver.sharedGroups].sort());
        });

        it('does not listen to what people say to each other', async () => {
          await scene.driver.types('shared', 'shall we have lunch?');
          await scene.driver.types('shared', '/claude-login ali');

          await scene.hears();
          expect(scene.heard.map(incoming => incoming.event.kind)).toEqual(['command']);
        });
      }
    });

    describe('words', () => {
      it('hears plain words in the private chat as they were typed', async () => {
        await scene.driver.types('private', trying);

        const incoming = await scene.hears();
        expect(incoming).toMatchObject({ isPrivate: true, place: scene.driver.privateAddress });
        expect(incoming.event).toEqual({ kind: 'text', text: trying });
      });

      it('tells the language of the person', async () => {
        const languages = traits.fixedLanguage === true ? (['en'] as const) : (['en', 'zh-CN'] as const);
        for (const language of languages) {
          scene.driver.speaks(language);
          await scene.driver.types('private', '/claude-login');
          await scene.driver.types('private', 'hello');
        }

        await scene.hears(languages.length * 2);
        expect(scene.heard.map(incoming => incoming.person.language)).toEqual(
          languages.flatMap(language => [language, language]),
        );
      });

      it('forgets what a person wrote where that is possible, and never fails', async () => {
        await scene.driver.types('private', 'code#state');
        const incoming = await scene.hears();

        await incoming.forget();

        await incoming.forget();
        expect(await scene.driver.written('private')).toEqual(traits.forgets ? [] : ['code#state']);
      });
    });

    describe('buttons', () => {
      it('come back as the action they stand for, once', async () => {
        await scene.platform.send(scene.driver.privateAddress, status);
        const shown = await scene.sees('private', reads('Ready'));

        await scene.driver.presses(shown, 'Cancel');
        await scene.driver.types('private', 'done');

        await scene.hears(2);
        expect(scene.heard.map(incoming => incoming.event)).toEqual([
          { kind: 'action', action: 'cancel:ali.x-1_2' },
          { kind: 'text', text: 'done' },
        ]);
      });

      it('that ask for text bring it as it was pasted', async () => {
        const pasted = 'http://localhost:54545/callback?code=a_b*c&state=<d>#e';
        await scene.platform.send(scene.driver.privateAddress, status);
        const shown = await scene.sees('private', reads('Ready'));

        await scene.driver.pastes(shown, 'Paste', pasted);

        const incoming = await scene.hears();
        expect(scene.heard).toHaveLength(1);
        expect(incoming).toMatchObject({ person: { id: scene.driver.person }, isPrivate: true });
        expect(incoming.event).toEqual({ kind: 'paste', action: 'paste:ali.x1', text: pasted });
      });

      it('can be answered', async () => {
        scene.reacts(async incoming => {
          await incoming.answer({ text: ['Cancelled.'] });
        });
        await scene.platform.send(scene.driver.privateAddress, status);
        const shown = await scene.sees('private', reads('Ready'));

        await scene.driver.presses(shown, 'Cancel');

        await scene.sees('private', reads('Cancelled.'));
      });

      it('that open an address keep it whole', async () => {
        await scene.platform.send(scene.driver.privateAddress, status);

        const shown = await scene.sees('private', reads('Ready'));
        expect(addressesIn(shown)).toContain('https://example.org/a?b=c&d=e%20f_g*h');
      });

      it.each([
        ['is very long', `https://example.org/?q=${'x'.repeat(700)}`],
        ['leads to the own machine', 'http://127.0.0.1:8080/consent?state=a_b'],
      ])('show an address that %s in one way or another', async (_, url) => {
        await scene.platform.send(scene.driver.privateAddress, {
          text: ['Ready'],
          buttons: [[{ kind: 'link', label: 'Authorize', url }]],
        });

        const shown = await scene.sees('private', reads('Ready'));
        expect(addressesIn(shown)).toContain(url);
      });
    });

    describe('answers', () => {
      it('send first and edit then', async () => {
        scene.reacts(async incoming => {
          await incoming.answer({ text: ['Looking …'] });
          await incoming.answer({ text: ['Found it.'] });
        });

        await scene.driver.types('private', '/claude-login ali');

        await scene.sees('private', reads('Found it.'));
        if (traits.editsInPlace) expect(await scene.driver.seen('private')).toHaveLength(1);
      });

      it('that come at the same time become one message', async () => {
        scene.reacts(async incoming => {
          await Promise.all([incoming.answer({ text: ['One'] }), incoming.answer({ text: ['Two'] })]);
        });

        await scene.driver.types('private', '/claude-login ali');

        await scene.sees('private', reads('Two'));
        if (traits.editsInPlace) expect(await scene.driver.seen('private')).toHaveLength(1);
      });

      it('can be edited later by their reference', async () => {
        const sent: MessageRef[] = [];
        scene.reacts(async incoming => {
          sent.push(await incoming.answer({ text: ['First'] }));
        });
        await scene.driver.types('private', '/claude-login ali');
        await eventually(
          () => sent.length,
          length => length === 1,
        );

        await scene.platform.edit(last(sent), { text: ['Second'] });

        await scene.sees('private', reads('Second'));
      });

      it('to plain words arrive in the private chat', async () => {
        scene.reacts(async incoming => {
          await incoming.answer({ text: ['I heard you.'] });
        });

        await scene.driver.types('private', 'hello');

        await scene.sees('private', reads('I heard you.'));
      });

      if (traits.shared) {
        it('reach the person who asked in a shared place', async () => {
          const sent: MessageRef[] = [];
          scene.reacts(async incoming => {
            sent.push(await incoming.answer({ text: ['Working'] }));
            sent.push(await incoming.answer({ text: ['Ready'] }));
          });

          await scene.driver.types('shared', '/claude-login ali');

          await scene.sees('answer', reads('Ready'));
          await eventually(
            () => sent.length,
            length => length === 2,
          );
          await scene.platform.edit(last(sent), { text: ['Over'] });
          await scene.sees('answer', reads('Over'));
          expect(await scene.driver.seen('answer')).toHaveLength(1);
        });
      }
    });

    describe('messages', () => {
      it('are sent, edited and removed', async () => {
        const ref = await scene.platform.send(scene.driver.privateAddress, { text: ['Waiting'] });
        await scene.sees('private', reads('Waiting'));

        await scene.platform.edit(ref, { text: ['Over'] });

        await scene.sees('private', reads('Over'));
        await scene.platform.remove(ref);
        if (traits.editsInPlace) expect(await scene.driver.seen('private')).toEqual([]);
      });

      it('lose their buttons when edited without any', async () => {
        const ref = await scene.platform.send(scene.driver.privateAddress, status);

        await scene.platform.edit(ref, { text: ['Over'] });

        const shown = await scene.sees('private', reads('Over'));
        expect(shown.buttons).toEqual([]);
      });

      it('may be edited to what they already are', async () => {
        const ref = await scene.platform.send(scene.driver.privateAddress, status);

        await scene.platform.edit(ref, status);

        await scene.platform.edit(ref, status);
        await scene.sees('private', reads('Ready'));
      });

      it('that are gone say so when edited, and may be removed again', async () => {
        const ref = await scene.platform.send(scene.driver.privateAddress, { text: ['Waiting'] });
        await scene.platform.remove(ref);

        const edit = scene.platform.edit(ref, { text: ['Over'] });

        await expect(edit).rejects.toBeInstanceOf(MessageGone);
        await scene.platform.remove(ref);
      });

      it('arrive as they were meant, whatever characters they hold', async () => {
        const lines = [
          '# not a title',
          '> not a quote',
          '- not a list',
          '1. nor this',
          '```',
          '-# small',
          '`tick`',
        ];
        const words = [trying, ...lines].join('\n');

        await scene.platform.send(scene.driver.privateAddress, {
          text: [
            `(${words})`,
            '\n',
            { kind: 'bold', text: `[${trying}]` },
            ' ',
            { kind: 'code', text: `{${trying}}` },
            ' ',
            { kind: 'code', text: 'a`b``c' },
            '\n',
            { kind: 'block', text: `if <x> {\n  ${trying}\n}` },
            'end',
          ],
        });

        const shown = await scene.sees('private', reads('end'));
        expect(shown.text).toContain(`(${words})`);
        expect(shown.text).toContain(`[${trying}]`);
        expect(shown.text).toContain(`{${trying}}`);
        expect(shown.text).toContain('a`b``c');
        expect(shown.text).toContain(`if <x> {\n  ${trying}\n}`);
      });

      it('show moments as something to read', async () => {
        await scene.platform.send(scene.driver.privateAddress, {
          text: ['until ', { kind: 'moment', atMs: Date.UTC(2026, 10, 22, 12, 30) }, ' o’clock'],
        });

        const shown = await scene.sees('private', reads('until'));
        expect(shown.text).toMatch(/^until .*\d.* o’clock$/);
        expect(shown.text).not.toContain(String(Date.UTC(2026, 10, 22, 12, 30)));
      });

      if (traits.marksSecrets) {
        it('that are secret are marked so, also after an edit', async () => {
          const link: Message = { ...status, secret: true };
          const ref = await scene.platform.send(scene.driver.privateAddress, link);
          const before = await scene.sees('private', reads('Ready'));

          await scene.platform.edit(ref, { ...link, text: ['Still there'] });

          const after = await scene.sees('private', reads('Still there'));
          expect([before.secret, after.secret]).toEqual([true, true]);
        });
      }

      if (traits.longest !== undefined) {
        const longest = traits.longest;
        it.each([
          ['words', (line: string) => line],
          ['bold words', (text: string) => ({ kind: 'bold' as const, text })],
          ['code', (text: string) => ({ kind: 'code' as const, text })],
          ['a block', (text: string) => ({ kind: 'block' as const, text })],
        ])('of too many %s are cut where one sees it, with their buttons', async (_, part) => {
          const line = 'a_b <*> 中文 🎉\n';
          const text = line.repeat(Math.ceil((longest * 1.5) / line.length));

          const ref = await scene.platform.send(scene.driver.privateAddress, {
            ...status,
            text: [part(text)],
          });
          await scene.platform.edit(ref, { ...status, text: ['edited ', part(text)] });

          const seen = await eventually(
            () => scene.driver.seen('private'),
            all => all.some(one => one.text.startsWith('edited')),
          );
          const whole = seen.map(one => one.text).join('');
          expect(whole.includes('…') || whole.includes(text)).toBe(true);
          expect(whole).toContain(line.repeat(10));
          expect(seen.flatMap(one => one.buttons)).toHaveLength(3);
        });
      }
    });

    describe('the private chat', () => {
      it('can be opened by who the person is', async () => {
        const address = await scene.platform.openPrivate(scene.driver.person);

        await scene.platform.send(address, { text: ['Hello'] });

        expect(address).toBe(scene.driver.privateAddress);
        await scene.sees('private', reads('Hello'));
      });

      if (traits.closable) {
        it('says so when the person closed it', async () => {
          await scene.driver.closePrivateChat();

          const greeting = scene.platform
            .openPrivate(scene.driver.person)
            .then(address => scene.platform.send(address, { text: ['Hello'] }));

          await expect(greeting).rejects.toBeInstanceOf(ChatClosed);
        });
      }
    });

    if (traits.remote) {
      describe('the server in between', () => {
        it('is obeyed when it asks to slow down', async () => {
          scene.driver.failNext('rate-limit');

          await scene.platform.send(scene.driver.privateAddress, { text: ['Patience'] });

          await scene.sees('private', reads('Patience'));
          expect(await scene.driver.seen('private')).toHaveLength(1);
        });

        it('may fail once without anything being taken for closed or gone', async () => {
          scene.driver.failNext('server-error');

          const failure = await scene.platform.send(scene.driver.privateAddress, { text: ['Again'] }).then(
            () => undefined,
            (error: unknown) => error,
          );

          if (failure === undefined) await scene.sees('private', reads('Again'));
          else expect(failure instanceof ChatClosed || failure instanceof MessageGone).toBe(false);
        });
      });
    }

    describe('the listener', () => {
      it('that is slow does not hold up the next event', async () => {
        scene.reacts(() => new Promise(() => undefined));

        await scene.driver.types('private', 'one');
        await scene.driver.types('private', 'two');

        await scene.hears(2);
        expect(scene.heard.map(incoming => incoming.event)).toEqual([
          { kind: 'text', text: 'one' },
          { kind: 'text', text: 'two' },
        ]);
      });

      it('that breaks is still told of the next event', async () => {
        scene.reacts(() => Promise.reject(new Error('broken on purpose')));
        await scene.driver.types('private', 'one');
        await scene.hears(1);

        await scene.driver.types('private', 'two');

        await scene.hears(2);
        expect(scene.heard).toHaveLength(2);
      });

      it('does not keep the platform from stopping promptly, and hears nothing afterwards', async () => {
        scene.reacts(() => new Promise(() => undefined));
        await scene.driver.types('private', 'one');
        await scene.hears(1);
        const startedAt = performance.now();

        await scene.platform.stop();

        expect(performance.now() - startedAt).toBeLessThan(2_000);
        await scene.driver.types('private', 'two');
        expect(scene.heard).toHaveLength(1);
      });
    });
  });
}

/** Addresses a person can follow or copy from a message. */
function addressesIn(seen: Seen): readonly string[] {
  const inButtons = seen.buttons.flatMap(button => button.url ?? []);
  return [...inButtons, ...(seen.text.match(/https?:\/\/\S+/g) ?? [])];
}
