import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Disk, droppedFiles, sortWords } from '../../../src/chat/terminal/sent-files';
import { pathOffers } from '../../../src/chat/terminal/path-offers';

const most = 64;
let home: string;
let disk: Disk;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sent files '));
  disk = { home, workingDirectory: join(home, 'here') };
  mkdirSync(disk.workingDirectory);
  writeFileSync(join(home, 'one.json'), '{"n":1}');
  writeFileSync(join(home, 'here', 'my key.json'), '{"n":2}');
  writeFileSync(join(home, 'here', 'ali'), 'a file that is called as a server is');
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

const named = (words: string) => {
  const { files, rest } = sortWords(words, disk);
  return [files.map(file => file.name), rest];
};

describe('the words of a command that takes files', () => {
  it.each([
    ['~/one.json', ['one.json'], ''],
    ['../one.json ali', ['one.json'], 'ali'],
    [String.raw`ali my\ key.json ~/one.json`, ['my key.json', 'one.json'], 'ali'],
    ['"./my key.json"', ['my key.json'], ''],
    ['~/nothing.json', ['nothing.json'], ''],
    ['nothing.json tokyo', [], 'nothing.json tokyo'],
    ['from:tokyo to:ali account:ada@x.org', [], 'from:tokyo to:ali account:ada@x.org'],
    ['to:"us west"', [], 'to:"us west"'],
  ])('name in %j the files %j', (words, files, rest) => {
    const sorted = named(words);

    expect(sorted).toEqual([files, rest]);
  });

  it('may name a file by its whole path or by its address', async () => {
    const path = join(home, 'one.json');

    const { files } = sortWords(`"${path}" ${pathToFileURL(path).href}`, disk);

    const contents = await Promise.all(files.map(file => file.read(most)));
    expect(contents.map(String)).toEqual(['{"n":1}', '{"n":1}']);
  });
});

describe('a file on the own disk', () => {
  it.each([
    ['is not there', '~/nothing.json', 'ENOENT'],
    ['is a folder', '~/here', 'no file'],
  ])('says so when it %s', async (_, word, detail) => {
    const { files } = sortWords(word, disk);

    const bytes = files[0]?.read(most);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-unreadable', detail } });
  });

  it('keeps nobody waiting when it is a pipe', async () => {
    execFileSync('mkfifo', [join(home, 'pipe')]);
    const { files } = sortWords('~/pipe', disk);

    const bytes = files[0]?.read(most);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-unreadable' } });
  });

  it('is as large as it is when it is read', async () => {
    const { files } = sortWords('~/one.json', disk);
    writeFileSync(join(home, 'one.json'), Buffer.alloc(most + 1));

    const bytes = files[0]?.read(most);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large', mostBytes: most } });
  });
});

describe('a line without a command', () => {
  it('means files when it is nothing but paths of files', () => {
    const files = droppedFiles(String.raw`~/one.json ./my\ key.json`, disk);

    expect(files.map(file => file.name)).toEqual(['one.json', 'my key.json']);
  });

  it.each(['', 'ali', 'one.json', '~/nothing.json', '~/one.json please', '/', '~', '?code=a&state=b'])(
    'means none when it is %j',
    line => {
      const files = droppedFiles(line, disk);

      expect(files).toEqual([]);
    },
  );
});

describe('the Tab key on a path', () => {
  it.each([
    ['~/o', ['~/one.json ']],
    ['~/', ['~/here/', '~/one.json ']],
    ['./', ['./ali ', String.raw`./my\ key.json `]],
    [String.raw`./my\ k`, [String.raw`./my\ key.json `]],
    ['~/nowhere/', []],
  ])('offers after %j what may follow', (typed, offers) => {
    expect(pathOffers(typed, disk)).toEqual(offers);
  });
});
