import { putFile, removeFile } from '../../../src/server/docker/put';
import { rewriteFile } from '../../../src/server/docker/rewrite';
import type { Ways } from '../../../src/server/docker/ways';

const place = '/root/.cli-proxy-api/claude-ada@example.com.json';
const content = Buffer.from('{}');

/** Programs run in this container, and Docker has no word of how they ended. */
const ways: Ways = {
  server: 'ali',
  mounts: [],
  owner: () => Promise.resolve({ uid: 0, gid: 0 }),
  unpack: () => Promise.resolve(),
  run: () => Promise.resolve({ exitCode: undefined, output: '' }),
};

describe('a write whose end nobody saw', () => {
  it.each([
    ['put', () => putFile(ways, place, content, 0o600)],
    ['rewritten', () => rewriteFile(ways, place, content, content)],
    ['removed', () => removeFile(ways, place)],
  ])('is not said to have left what was there when a file is %s', async (_how, write) => {
    await expect(write()).rejects.toMatchObject({ problem: { code: 'docker-failed', server: 'ali' } });
  });
});
