import { basename } from 'node:path';
import { PassThrough } from 'node:stream';
import type { CommandDescription, Incoming, Listener, Message } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import { openPipe } from './driver';

const says = { en: '…', 'zh-CN': '…' };
const commands: readonly CommandDescription[] = [
  {
    name: 'claude-login',
    description: says,
    options: [{ name: 'server', description: says, required: false, completes: true }],
  },
  {
    name: 'callback',
    description: says,
    options: [{ name: 'address', description: says, required: true, takesRest: true }],
  },
  { name: 'import', description: says, options: [], mostFiles: 2 },
];
const ask = {
  title: 'Paste it here',
  label: 'The address',
  example: 'http://localhost:54545/callback?code=…',
};
const cancel = { kind: 'action', label: 'Cancel', action: 'cancel:ali.x' } as const;
const waiting: Message = {
  text: [
    { kind: 'bold', text: 'ali' },
    '\nThe link works until ',
    { kind: 'moment', atMs: Date.now() + 300_000 },
  ],
  buttons: [
    [{ kind: 'link', label: 'Authorize', url: 'https://claude.ai/oauth?a=b' }],
    [{ kind: 'paste', label: 'Paste', action: 'paste:ali.x', ask }, cancel],
  ],
};

function listener(): Listener & { readonly heard: Incoming[] } {
  const heard: Incoming[] = [];
  return {
    heard,
    receive: incoming => {
      heard.push(incoming);
      return Promise.resolve();
    },
    complete: (_person, command, option, typed) =>
      ['ali', 'tokyo'].filter(name => name.startsWith(typed)).map(name => (command && option ? name : '')),
  };
}

describe('a terminal without a person at it', () => {
  it('prints lines and nothing else', async () => {
    const { terminal, prints } = openPipe({ colour: true });
    await terminal.start(commands, listener());

    await terminal.send('terminal:me', waiting);

    await terminal.stop();
    expect(prints.join('')).toMatch(
      /^ali\nThe link works until (\S+ )?\d\d:\d\d\nAuthorize: https:\/\/claude\.ai\/oauth\?a=b\n\[1\] Paste {3}\[2\] Cancel\n$/,
    );
  });

  it('prints only what is new in a message', async () => {
    const { terminal, prints } = openPipe();
    await terminal.start(commands, listener());
    const ref = await terminal.send('terminal:me', { text: ['ali\nconnecting'], buttons: [[cancel]] });

    await terminal.edit(ref, { text: ['ali\nchecking'], buttons: [[cancel]] });
    await terminal.edit(ref, { text: ['ali\nchecking'] });

    await terminal.stop();
    expect(prints).toEqual(['ali\nconnecting\n[1] Cancel\n', 'checking\n']);
  });

  it('lets nobody far away write over the screen', async () => {
    const { terminal, prints } = openPipe();

    await terminal.send('terminal:me', {
      text: ['a\u001B[2Jb\r\u0007c\u009B1mだ', { kind: 'code', text: '\u001B]0;x\u0007d' }],
    });

    expect(prints).toEqual(['ab\ncだd\n']);
  });

  it('reads to the end of its input before it says that it ended', async () => {
    const { terminal, input } = openPipe();
    const ears = listener();
    await terminal.start(commands, ears);

    input.end('/claude-login ali\nhttp://localhost:54545/callback?code=a\n&state=b');
    await terminal.ended;

    await terminal.stop();
    expect(ears.heard.map(({ event }) => event)).toEqual([
      { kind: 'command', name: 'claude-login', options: { server: 'ali' }, rest: '' },
      { kind: 'text', text: 'http://localhost:54545/callback?code=a&state=b' },
    ]);
  });

  it('joins the lines of an address after a command that takes all of it', async () => {
    const { terminal, input } = openPipe();
    const ears = listener();
    await terminal.start(commands, ears);

    input.end('/callback http://localhost:54545/callback?code=a\n&state=b\n/help\n');
    await terminal.ended;

    await terminal.stop();
    expect(ears.heard.map(({ event }) => event)).toEqual([
      {
        kind: 'command',
        name: 'callback',
        options: { address: 'http://localhost:54545/callback?code=a&state=b' },
        rest: '',
      },
      { kind: 'command', name: 'help', options: {}, rest: '' },
    ]);
  });

  it('takes a number for the button that has it, as long as it is shown', async () => {
    const { terminal, input } = openPipe();
    const ears = listener();
    await terminal.start(commands, ears);
    const ref = await terminal.send('terminal:me', { text: ['one'], buttons: [[cancel]] });
    await terminal.send('terminal:me', {
      text: ['two'],
      buttons: [[{ ...cancel, action: 'cancel:tokyo.x' }]],
    });

    input.write('2\n1\n');
    await eventually(
      () => ears.heard.length,
      count => count === 2,
    );
    await terminal.edit(ref, { text: ['one'] });
    input.end('[1]\n');
    await terminal.ended;

    await terminal.stop();
    expect(ears.heard.map(({ event }) => event)).toEqual([
      { kind: 'action', action: 'cancel:tokyo.x' },
      { kind: 'action', action: 'cancel:ali.x' },
      { kind: 'text', text: '[1]' },
    ]);
  });

  it('asks for what a paste button wants, and lets other commands pass', async () => {
    const { terminal, input, prints } = openPipe();
    const ears = listener();
    await terminal.start(commands, ears);
    await terminal.send('terminal:me', waiting);

    input.end('1\n/claude-login\ncode#state\nhello\n');
    await terminal.ended;

    await terminal.stop();
    expect(prints.at(-1)).toBe('Paste it here: The address\n  http://localhost:54545/callback?code=…\n');
    expect(ears.heard.map(({ event }) => event)).toEqual([
      { kind: 'command', name: 'claude-login', options: {}, rest: '' },
      { kind: 'paste', action: 'paste:ali.x', text: 'code#state' },
      { kind: 'text', text: 'hello' },
    ]);
  });

  it('joins the halves of a long code that was asked for', async () => {
    const { terminal, input } = openPipe();
    const ears = listener();
    await terminal.start(commands, ears);
    await terminal.send('terminal:me', waiting);

    input.end(`1\n${'c'.repeat(60)}\n#${'s'.repeat(20)}\n`);
    await terminal.ended;

    await terminal.stop();
    expect(ears.heard.map(({ event }) => event)).toEqual([
      { kind: 'paste', action: 'paste:ali.x', text: `${'c'.repeat(60)}#${'s'.repeat(20)}` },
    ]);
  });

  it('takes the paths of files for files, and other paths for what they were', async () => {
    const { terminal, input } = openPipe();
    const ears = listener();
    await terminal.start(commands, ears);
    await terminal.send('terminal:me', waiting);

    input.end(
      `${__filename}\n/import ${__filename}\n/nowhere/x.json\n1\n${__filename}\n/claude-login ${__filename}\n`,
    );
    await terminal.ended;

    await terminal.stop();
    expect(ears.heard.map(({ event, files }) => [event, files.map(file => file.name)])).toEqual([
      [{ kind: 'files' }, [basename(__filename)]],
      [{ kind: 'command', name: 'import', options: {}, rest: '' }, [basename(__filename)]],
      [{ kind: 'text', text: '/nowhere/x.json' }, []],
      [{ kind: 'paste', action: 'paste:ali.x', text: __filename }, []],
      [{ kind: 'command', name: 'claude-login', options: { server: __filename }, rest: '' }, []],
    ]);
  });

  it('says when the person wants to leave', async () => {
    const quits: string[] = [];
    const { terminal, input } = openPipe({ onQuit: () => quits.push('quit') });
    const ears = listener();
    await terminal.start(commands, ears);

    input.write('/quit\n');

    await eventually(
      () => quits,
      all => all.length === 1,
    );
    await terminal.stop();
    expect(ears.heard).toEqual([]);
  });

  it('speaks the language it was given', async () => {
    const { terminal, input } = openPipe({ language: 'zh-CN', name: 'Wei' });
    const ears = listener();
    await terminal.start(commands, ears);

    input.end('你好\n');
    await terminal.ended;

    await terminal.stop();
    expect(ears.heard[0]?.person).toEqual({ id: 'terminal:me', name: 'Wei', language: 'zh-CN', groups: [] });
  });
});

describe('a terminal with a person at it', () => {
  /** What a person would see: colours and cursor moves are kept as they are written. */
  async function sitDown(colour = false) {
    const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns: 80 });
    const written: string[] = [];
    output.on('data', (text: string) => written.push(text));
    const quits: string[] = [];
    const ears = listener();
    const { terminal, input } = openPipe({ output, isTty: true, colour, onQuit: () => quits.push('quit') });
    await terminal.start(commands, ears);
    const screenShows = (words: string) =>
      eventually(
        () => written.join(''),
        text => text.includes(words),
      );
    return { terminal, input, ears, quits, written, screenShows };
  }

  it('keeps what they are typing below what arrives', async () => {
    const { terminal, input, written, screenShows } = await sitDown();
    input.write('/claude-lo');
    await screenShows('/claude-lo');
    written.length = 0;

    await terminal.send('terminal:me', { text: ['Logged in.'] });

    await terminal.stop();
    expect(written.join('')).toMatch(/Logged in\.\n.*> \/claude-lo/s);
  });

  it('shows numbers and code in colour only when asked to', async () => {
    const coloured = await sitDown(true);
    const plain = await sitDown(false);
    const message: Message = { text: [{ kind: 'code', text: 'ssh ali' }], buttons: [[cancel]] };

    await coloured.terminal.send('terminal:me', message);
    await plain.terminal.send('terminal:me', message);

    await Promise.all([coloured.terminal.stop(), plain.terminal.stop()]);
    expect(coloured.written.join('')).toContain(
      '\u001B[36mssh ali\u001B[39m\n\u001B[1m[1]\u001B[22m Cancel\n',
    );
    expect(plain.written.join('')).toContain('ssh ali\n[1] Cancel\n');
  });

  it('completes commands and their values', async () => {
    const { terminal, input, ears, screenShows } = await sitDown();

    input.write('/cla\t');
    await screenShows('/claude-login ');
    input.write('to\t');
    await screenShows('tokyo');
    input.write('\r');

    await eventually(
      () => ears.heard.length,
      count => count === 1,
    );
    await terminal.stop();
    expect(ears.heard[0]?.event).toEqual({
      kind: 'command',
      name: 'claude-login',
      options: { server: 'tokyo' },
      rest: '',
    });
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('lets them leave with %s', async (_, key) => {
    const { terminal, input, quits } = await sitDown();

    input.write(key);

    await eventually(
      () => quits,
      all => all.length === 1,
    );
    await terminal.send('terminal:me', { text: ['Bye.'] });
    await terminal.stop();
    expect(quits).toEqual(['quit']);
  });
});
