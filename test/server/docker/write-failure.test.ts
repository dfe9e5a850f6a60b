import { wordsOf, writeFailure } from '../../../src/server/docker/write-failure';

const to = { server: 'ali', path: '/root/.cli-proxy-api/a.json' };

describe('a file that could not be written', () => {
  it.each([
    ['disk-full', 'Error processing tar file(exit status 1): write /small/a.json: no space left on device'],
    ['disk-full', "mv: can't create '/x': Disk quota exceeded"],
    ['read-only', 'mounted volume is marked read-only'],
    ['read-only', 'container rootfs is marked read-only'],
    ['read-only', "dd: can't open '/ro/x': Read-only file system\n"],
    ['write-failed', "mv: cannot move '/a' to '/read-only/b': Permission denied"],
  ])('is %s where it is said: %s', (code, words) => {
    expect(writeFailure(to, words).problem).toMatchObject({ code, ...to });
  });

  it('has the words in one line, without what dd says of every run', () => {
    const words =
      'dd: IO error\n0+1 records in\n0+1 records out\n48536 bytes (49 kB, 47 KiB) copied, 0.1 s, 9 MB/s\nsh: 2\n';

    expect(writeFailure(to, words).problem).toMatchObject({ detail: 'dd: IO error sh: 2' });
  });

  it('has no secret in its words, and not many of them', () => {
    const words = `cannot write {"refresh_token":"a-secret-of-somebody"} ${'x'.repeat(500)}`;

    const { problem } = writeFailure(to, words);

    expect(problem).toMatchObject({ detail: expect.not.stringContaining('a-secret-of-somebody') as string });
    expect(problem).toMatchObject({ detail: expect.stringMatching(/^.{199}…$/) as string });
  });

  it.each([
    [{ exitCode: 3, output: ' \n' }, 'exit code 3'],
    [{ exitCode: undefined, output: '' }, 'exit code ?'],
    [{ exitCode: 1, output: 'mv: no\n' }, 'mv: no\n'],
  ])('has %j said as %j', (outcome, words) => {
    expect(wordsOf(outcome)).toBe(words);
  });
});
