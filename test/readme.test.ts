import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadCommands } from '../src/chat/load-commands';
import { createMetrics } from '../src/metrics';
import { fakeJobs } from './fakes/jobs';

const root = join(__dirname, '..');
const pages = ['README.md', 'README.zh-CN.md'].map(name => ({
  name,
  text: readFileSync(join(root, name), 'utf8'),
}));

describe.each(pages)('$name', ({ text }) => {
  it('says of every command what rights it needs, and of no other', async () => {
    const commands = await loadCommands(join(root, 'commands'));

    const said = rowsOf(text).filter(([command]) => command?.startsWith('`/') === true);

    expect(said.map(([command]) => /^`\/([a-z-]+)/.exec(command ?? '')?.[1]).sort()).toEqual(
      commands.map(({ name }) => name).sort(),
    );
    for (const { name, access } of commands.filter(each => each.access !== 'anyone')) {
      const row = said.find(([command]) => command?.startsWith(`\`/${name}`) === true);
      expect(row?.at(-1)).toBe(`${access}s`);
    }
  });

  it('names every metric of ours', async () => {
    const page = await createMetrics({ servers: [], jobs: fakeJobs(), connections: () => [] }).text();

    const metrics = [...page.matchAll(/^# TYPE (chatops_\w+)/gm)].map(([, name]) => name);

    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter(name => !text.includes(`\`${String(name)}\``))).toEqual([]);
  });

  it('leads to files that are there', () => {
    const links = [...text.matchAll(/(?:\]\(|src=")(?!https?:)([^)"#]+)/g)].map(([, path]) => path ?? '');

    const dead = links.filter(path => !existsSync(join(root, path)));

    expect(links.length).toBeGreaterThan(0);
    expect(dead).toEqual([]);
  });
});

describe('the two READMEs', () => {
  it('have the same parts in the same order', () => {
    const [english, chinese] = pages.map(({ text }) => outlineOf(text));

    expect(chinese).toEqual(english);
  });
});

/** The cells of every line of a table. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter(line => line.startsWith('| '))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

/** What a page is made of, without its words: headings by their level, lists, tables by their lines, code. */
function outlineOf(text: string): readonly string[] {
  return text.split('\n').flatMap(line => {
    const heading = /^#{1,3}(?= )/.exec(line)?.[0];
    const mark = heading ?? /^(?:- |\| |```\w*|<img)/.exec(line)?.[0];
    return mark === undefined ? [] : [mark];
  });
}
