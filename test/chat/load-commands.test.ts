import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadCommands } from '../../src/chat/load-commands';
import { wordsFor } from '../../src/messages/catalogue';

describe('loading commands', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commands-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds those of the program, in the order of their names, and each has its words', async () => {
    const commands = await loadCommands(resolve(__dirname, '../../commands'));

    expect(commands.map(({ name }) => name)).toEqual(Object.keys(wordsFor('en', 'discord').commands).sort());
  });

  it('takes a command for what its file is called, and looks at nothing else', async () => {
    writeFileSync(
      join(folder, 'help.js'),
      "exports.command = { name: 'help', options: [], access: 'anyone' };",
    );
    writeFileSync(join(folder, 'help.d.ts'), 'not even TypeScript');
    writeFileSync(join(folder, 'notes.md'), 'notes');

    const commands = await loadCommands(folder);

    expect(commands.map(({ name }) => name)).toEqual(['help']);
  });

  it.each([
    ['holds no command', 'exports.other = 1;'],
    ['holds one of another name', "exports.command = { name: 'whoami', options: [] };"],
  ])('stops with the file and what belongs in it when a file %s', async (_why, content) => {
    writeFileSync(join(folder, 'help.js'), content);

    const loading = loadCommands(folder);

    await expect(loading).rejects.toThrow('commands/help.js must export a command called "help"');
  });
});
