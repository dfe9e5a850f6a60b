import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AttachedFile } from '../../../src/chat/platform';
import { createFiles } from '../../../src/chat/terminal/files';
import { plainLook } from '../../../src/chat/terminal/text';

function logOf(lines: number): AttachedFile {
  const text = Array.from({ length: lines }, (_, index) => `line ${String(index)}\n`).join('');
  return { name: 'ali.log', kind: 'text', bytes: Buffer.from(text), description: 'Log of ali' };
}

const card: AttachedFile = {
  name: 'accounts.png',
  kind: 'picture',
  bytes: Buffer.from([1, 2, 3]),
  description: 'All accounts',
};

describe('files in a terminal', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'files-test-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const pathIn = (lines: readonly string[]) => lines.join('\n').split(': ')[1] ?? '';

  it('are written out when they are short text, and nothing is left on the disk', () => {
    const files = createFiles(folder, true, plainLook);

    const lines = files.show('1', logOf(2));

    expect(lines).toEqual(['line 0', 'line 1']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are written out to the last line in a script', () => {
    const files = createFiles(folder, false, plainLook);

    const lines = files.show('1', logOf(500));

    expect(lines).toHaveLength(500);
  });

  it('go to the disk when they are long and somebody sits there', () => {
    const files = createFiles(folder, true, plainLook);

    const lines = files.show('1', logOf(500));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Log of ali: \/.*\/1-ali\.log$/);
    expect(readFileSync(pathIn(lines)).equals(logOf(500).bytes)).toBe(true);
  });

  it('that are pictures are put where only their reader can open them', () => {
    const files = createFiles(folder, false, plainLook);

    const path = pathIn(files.show('1', card));

    expect(readFileSync(path)).toEqual(Buffer.from([1, 2, 3]));
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('of different messages do not overwrite each other, those of one do', () => {
    const files = createFiles(folder, false, plainLook);

    const paths = ['1', '2', '1'].map(message => pathIn(files.show(message, card)));

    expect(paths[0]).toBe(paths[2]);
    expect(paths[0]).not.toBe(paths[1]);
  });

  it('never leave their folder, whatever they are called', () => {
    const files = createFiles(folder, false, plainLook);

    const path = pathIn(files.show('1', { ...card, name: '../../x y.png' }));

    expect(dirname(dirname(path))).toBe(folder);
  });

  it('cannot write over the screen', () => {
    const files = createFiles(folder, false, plainLook);

    const lines = files.show('1', { ...logOf(1), bytes: Buffer.from('a\u001B[2Jb\r\n') });

    expect(lines).toEqual(['ab']);
  });
});
