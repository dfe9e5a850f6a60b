import { basename, join } from 'node:path';

import { loadCommands } from '../src/chat/load-commands';
import { wrongWay } from './architecture/directions';
import { filesIn, importsOf, readsProcessEnvironment } from './architecture/read-imports';
import type { Import } from './architecture/read-imports';

const FILES = [...filesIn('src'), ...filesIn('commands')];
const IMPORTS = new Map(FILES.map(file => [file, importsOf(file)]));

/** What is loaded together with a file: everything it imports, and what that imports, down to packages. */
function loadedWith(start: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (file: string) => {
    for (const { target, typeOnly, dynamic } of IMPORTS.get(file) ?? []) {
      if (typeOnly || dynamic || loaded.has(target)) continue;
      loaded.add(target);
      load(`${target}.ts`);
    }
  };
  load(start);
  return loaded;
}

describe('the house', () => {
  it('has imports that run one way', () => {
    const wrong = [...IMPORTS.values()].flat().flatMap(found => wrongWay(found) ?? []);

    expect(wrong).toEqual([]);
  });

  it.each(
    [
      ['src/login/run.ts', 'src/chat/dispatch'],
      ['src/chat/dispatch.ts', 'src/server/servers'],
      ['src/chat/dispatch.ts', 'src/chat/discord/discord'],
      ['src/chat/telegram/telegram.ts', 'src/chat/discord/discord'],
      ['src/chat/telegram/telegram.ts', 'discord.js'],
      ['src/jobs/redis.ts', 'src/login/run'],
      ['src/login/run.ts', 'bullmq'],
      ['src/cliproxy/output.ts', 'src/server/servers'],
      ['src/server/servers.ts', 'sandbox/sandbox'],
      ['src/errors.ts', 'lodash'],
      ['commands/help.ts', 'src/chat/dispatch'],
      ['src/nowhere.ts', 'src/errors'],
    ].map(([file = '', target = '']) => ({ file, target, typeOnly: false, dynamic: false }) satisfies Import),
  )('would notice that $file imports $target', found => {
    const complaint = wrongWay(found);

    expect(complaint).toContain(found.file);
  });

  it('reads the environment in one place', () => {
    const readers = FILES.filter(readsProcessEnvironment);

    expect(readers).toEqual(['src/config/environment.ts']);
  });

  it.each([
    ['src/main.ts', ['ssh2', 'dockerode', 'discord.js', 'telegraf', 'bullmq', '@electric-sql/pglite']],
    ['src/bot.ts', ['ssh2', 'dockerode', 'tar-stream']],
    ['src/login/worker.ts', ['discord.js', 'telegraf']],
    ['src/server/servers.ts', ['discord.js', 'telegraf', 'bullmq']],
  ])('loads with %s nothing of the other role', (file, others) => {
    const loaded = loadedWith(file);

    expect(loaded.size).toBeGreaterThan(0);
    expect(others.filter(other => loaded.has(other))).toEqual([]);
  });

  it('names the file of a command as the command', async () => {
    const files = filesIn('commands').map(file => basename(file, '.ts'));

    const commands = await loadCommands(join(__dirname, '..', 'commands'));

    expect(commands.map(command => command.name)).toEqual(files);
    expect(files).toContain('claude-login');
  });
});
