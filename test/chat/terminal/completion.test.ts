import { dirname } from 'node:path';
import type { CommandDescription, Listener } from '../../../src/chat/platform';
import { completions } from '../../../src/chat/terminal/completion';
import { ada } from '../../fakes/login';

const says = { en: '…', 'zh-CN': '…' };
const picture = { word: 'picture', name: { en: 'picture', 'zh-CN': '图片' } };
const commands: readonly CommandDescription[] = [
  {
    name: 'accounts',
    description: says,
    options: [
      { name: 'server', description: says, required: false, completes: true },
      { name: 'view', description: says, required: false, choices: [picture] },
    ],
  },
  { name: 'alerts', description: says, options: [] },
  {
    name: 'import',
    description: says,
    options: [{ name: 'server', description: says, required: false, completes: true }],
    mostFiles: 2,
  },
];
const disk = { workingDirectory: __dirname, home: dirname(__dirname) };
const listener: Listener = {
  receive: () => Promise.resolve(),
  complete: (_person, _command, _option, typed) => ['ali', 'tokyo'].filter(name => name.startsWith(typed)),
};

function offered(line: string, language: 'en' | 'zh-CN' = 'en') {
  return completions(line, commands, listener, { ...ada, language }, disk);
}

describe('the Tab key', () => {
  it.each([
    ['/a', ['/accounts ', '/alerts ']],
    ['hello', []],
    ['/accounts ', ['ali', 'tokyo', 'picture']],
    ['/accounts to', ['tokyo']],
    ['/accounts pic', ['picture']],
    ['/accounts ali ', ['picture']],
    ['/accounts picture ', ['ali', 'tokyo']],
    ['/accounts ali picture ', []],
    ['/nonsense ', []],
    ['/import ', ['ali', 'tokyo']],
    ['/import ali ~/terminal/compl', ['~/terminal/completion.test.ts ']],
    ['/import ./completion.test.ts ', ['ali', 'tokyo']],
    ['/accounts ./', []],
  ])('offers after %j what can still be said', (line, offers) => {
    const [found] = offered(line);

    expect(found).toEqual(offers);
  });

  it('offers choices in the words of the person', () => {
    const [found, typed] = offered('/accounts ali 图', 'zh-CN');

    expect([found, typed]).toEqual([['图片'], '图']);
  });
});
