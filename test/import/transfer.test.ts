import { UserError } from '../../src/errors';
import { transfer } from '../../src/import/transfer';
import type { Tasks } from '../../src/jobs/contracts';
import type { TransferReport } from '../../src/jobs/reports';
import { fakeJobs } from '../fakes/jobs';
import { bytesOf, claudeFile, hourMs, nowMs } from './credentials';
import { authDir, openImport, pace, type ImportScene } from './scene';

const file = 'claude-ada@example.com.json';
const path = `${authDir}/${file}`;

interface Two {
  readonly tokyo: ImportScene;
  readonly ali: ImportScene;
  readonly bring: (change?: Partial<Tasks['transfer']['data']>) => Promise<TransferReport>;
}

/** Two servers; tokyo has an account of Ada's. */
function openTwo(fields: Readonly<Record<string, unknown>> = claudeFile()): Two {
  const [tokyo, ali] = [openImport('tokyo', 1), openImport('ali')];
  tokyo.server.put(path, JSON.stringify(fields));
  const usual = { from: 'tokyo', to: 'ali', account: file, how: 'move', by: 'Ada' } as const;
  return {
    tokyo,
    ali,
    bring: change => transfer(tokyo.proxy, ali.proxy, fakeJobs(), { ...usual, ...change }, pace),
  };
}

async function fields(scene: ImportScene, name = file): Promise<unknown> {
  const text = await scene.text(name);
  return text === undefined ? undefined : JSON.parse(text);
}

describe('an account that is moved', () => {
  it('is disabled where it came from, once its new place has it', async () => {
    const { ali, bring, tokyo } = openTwo();

    const report = await bring();

    expect(report).toMatchObject({
      from: 'tokyo',
      to: 'ali',
      how: 'move',
      imported: { outcome: 'imported', file, provider: 'claude', email: 'ada@example.com', replaced: false },
      before: { clients: 0 },
      after: { clients: 1 },
      restarted: false,
    });
    expect(report.stillEnabled).toBeUndefined();
    expect(await fields(ali)).toEqual(claudeFile());
    expect(await fields(tokyo)).toEqual({ ...claudeFile(), disabled: true });
  });

  it('is enabled at its new place, also when it was not where it came from', async () => {
    const { ali, bring } = openTwo(claudeFile({ disabled: true }));

    await bring();

    expect(await fields(ali)).toMatchObject({ disabled: false });
  });

  it('comes back the same way', async () => {
    const { ali, bring, tokyo } = openTwo();
    await bring();

    const back = { from: 'ali', to: 'tokyo', account: file, how: 'move', by: 'Ada' } as const;
    await transfer(ali.proxy, tokyo.proxy, fakeJobs(), back, pace);

    expect(await fields(tokyo)).toMatchObject({ disabled: false });
    expect(await fields(ali)).toMatchObject({ disabled: true });
  });

  it('takes the tokens along that its old place renewed meanwhile', async () => {
    const { ali, bring, tokyo } = openTwo();
    const renewed = claudeFile({ access_token: 'renewed', refresh_token: 'renewed too' });
    ali.putFails = writtenPath => {
      if (writtenPath === path) tokyo.server.put(path, JSON.stringify(renewed));
      return undefined;
    };

    await bring();

    expect(await fields(ali)).toMatchObject({ refresh_token: 'renewed too' });
    expect(await fields(tokyo)).toEqual({ ...renewed, disabled: true });
  });

  it('has at its new place what was there at first kept, also when its tokens are brought twice', async () => {
    const { ali, bring, tokyo } = openTwo();
    const earlier = JSON.stringify(claudeFile({ refresh_token: 'of long ago' }));
    ali.server.put(path, earlier);
    ali.putFails = writtenPath => {
      const renewed = claudeFile({ refresh_token: 'renewed' });
      if (writtenPath === path) tokyo.server.put(path, JSON.stringify(renewed));
      return undefined;
    };

    const { imported } = await bring();

    expect(await fields(ali)).toMatchObject({ refresh_token: 'renewed' });
    expect(await ali.text(imported.backup ?? '')).toBe(earlier);
    expect(await ali.files()).toEqual([file, imported.backup]);
  });

  it('is one file at its new place, under the name it has there, when its tokens are brought twice', async () => {
    const { ali, bring, tokyo } = openTwo(claudeFile({ note: 'hers' }));
    const theirs = 'claude-ada@example.com-team.json';
    ali.server.put(`${authDir}/${theirs}`, JSON.stringify(claudeFile()));
    ali.putFails = writtenPath => {
      const renewed = claudeFile({ refresh_token: 'renewed' });
      if (writtenPath.endsWith(theirs)) tokyo.server.put(path, JSON.stringify(renewed));
      return undefined;
    };

    await bring();

    expect(await fields(ali, theirs)).toMatchObject({ refresh_token: 'renewed' });
    expect((await ali.files()).filter(name => name.endsWith('.json'))).toEqual([theirs]);
  });

  it('stays as it is when both names are of one container', async () => {
    const { ali, bring, tokyo } = openTwo();
    ali.server.id = tokyo.server.id;

    await expect(bring()).rejects.toMatchObject({ problem: { code: 'same-server', server: 'ali' } });

    expect(await fields(tokyo)).toEqual(claudeFile());
  });

  it('stays enabled where it came from when that cannot be written, which is said', async () => {
    const { ali, bring, tokyo } = openTwo();
    const readOnly = { code: 'read-only', server: 'tokyo', path } as const;
    const container = await tokyo.server.container();
    tokyo.server.container = () =>
      Promise.resolve({ ...container, rewrite: () => Promise.reject(new UserError(readOnly)) });

    const report = await bring();

    expect(report.stillEnabled).toEqual(readOnly);
    expect(await fields(ali)).toEqual(claudeFile());
    expect(await fields(tokyo)).toEqual(claudeFile());
  });

  it('stays where it is when its new place does not load it', async () => {
    const { ali, bring, tokyo } = openTwo();
    ali.notices = false;

    await expect(bring()).rejects.toMatchObject({ problem: { code: 'import-not-loaded', file } });

    expect(await ali.files()).toEqual([]);
    expect(await fields(tokyo)).toEqual(claudeFile());
  });
});

describe('an account that is copied', () => {
  it('is left as it was where it came from', async () => {
    const { ali, bring, tokyo } = openTwo();

    const report = await bring({ how: 'copy' });

    expect(report.how).toBe('copy');
    expect(await fields(ali)).toEqual(claudeFile());
    expect(await fields(tokyo)).toEqual(claudeFile());
    expect(tokyo.written).toEqual([]);
  });
});

describe('an account to be brought', () => {
  it.each(['ada@example.com', 'Ada@Example.com', file])('is found as %s', async account => {
    const { bring } = openTwo();

    expect(await bring({ account })).toMatchObject({ imported: { file } });
  });

  it('is not found by a word that fits none', async () => {
    const { bring } = openTwo();

    const problem = { code: 'unknown-account', server: 'tokyo', typed: 'bob', known: [file] };
    await expect(bring({ account: 'bob' })).rejects.toMatchObject({ problem });
  });

  it('is not guessed where an e-mail has several', async () => {
    const { bring, tokyo } = openTwo();
    const codex = 'codex-ada@example.com.json';
    tokyo.server.put(`${authDir}/${codex}`, bytesOf(claudeFile({ type: 'codex' })).toString());

    const problem = { code: 'unknown-account', known: [file, codex] };
    await expect(bring({ account: 'ada@example.com' })).rejects.toMatchObject({ problem });
  });

  it.each([
    [
      'has ended',
      claudeFile({ refresh_token: '', expired: new Date(nowMs - hourMs).toISOString() }),
      'import-expired',
    ],
    ['has no token', { type: 'claude', email: 'ada@example.com' }, 'import-no-token'],
    ['is no credential', { email: 'ada@example.com' }, 'import-unknown-shape'],
  ])('is refused when it %s', async (_what, content, code) => {
    const { ali, bring } = openTwo(content);

    await expect(bring()).rejects.toMatchObject({ problem: { code } });

    expect(ali.written).toEqual([]);
  });

  it('is refused in words that name what is taken when it is a file of the Claude CLI', async () => {
    const { bring } = openTwo({ claudeAiOauth: { accessToken: 'a', refreshToken: 'b' } });

    const problem = { code: 'import-unknown-shape', known: expect.arrayContaining(['claude']) as unknown };
    await expect(bring()).rejects.toMatchObject({ problem });
  });

  it('needs two servers', async () => {
    const { tokyo } = openTwo();
    const same = { from: 'tokyo', to: 'tokyo', account: file, how: 'move', by: 'Ada' } as const;

    const bringing = transfer(tokyo.proxy, tokyo.proxy, fakeJobs(), same, pace);

    await expect(bringing).rejects.toMatchObject({ problem: { code: 'same-server', server: 'tokyo' } });
  });
});
