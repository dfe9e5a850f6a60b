import { UserError, type Problem } from '../../src/errors';
import { handOver } from '../../src/jobs/handover';
import { importFiles } from '../../src/import/import-files';
import { fakeJobs } from '../fakes/jobs';
import { bytesOf, claudeFile, cliFile, hourMs, nowMs } from './credentials';
import { authDir, counted, imports, openImport, pace } from './scene';

const file = 'claude-ada@example.com.json';
const backup = `${file}.20261123T031500Z.bak`;
const bob = claudeFile({ email: 'bob@example.com', access_token: 'b', refresh_token: 'bob' });
const ada = { name: file, content: bytesOf(claudeFile()) };
const lost = new UserError({ code: 'connection-lost', server: 'ali' });

describe('importing files', () => {
  it('writes each for its account alone to read, and counts the clients before and after', async () => {
    const scene = openImport();

    const report = await imports(scene, [ada, { name: 'x.json', content: bytesOf(bob) }]);

    expect(report).toEqual({
      server: 'ali',
      files: [
        {
          outcome: 'imported',
          name: file,
          file,
          provider: 'claude',
          email: 'ada@example.com',
          replaced: false,
          fromClaudeCli: false,
        },
        {
          outcome: 'imported',
          name: 'x.json',
          file: 'claude-bob@example.com.json',
          provider: 'claude',
          email: 'bob@example.com',
          replaced: false,
          fromClaudeCli: false,
        },
      ],
      before: expect.objectContaining({ clients: 0 }) as unknown,
      after: expect.objectContaining({ clients: 2 }) as unknown,
      restarted: false,
    });
    expect(JSON.parse((await scene.text(file)) ?? '')).toEqual(claudeFile());
    const [written] =
      (await (await scene.server.container()).files(`${authDir}/${file}`, { maxFileBytes: 1 })) ?? [];
    expect(written?.mode).toBe(0o600);
  });

  it('keeps what was there beside it, and the settings of the account', async () => {
    const scene = openImport('ali', 1);
    const old = JSON.stringify(claudeFile({ refresh_token: 'old', note: 'main', disabled: true }));
    scene.server.put(`${authDir}/${file}`, old);

    const report = await imports(scene, [ada]);

    expect(report.files).toMatchObject([{ outcome: 'imported', replaced: true, backup }]);
    expect(await scene.text(backup)).toBe(old);
    expect(JSON.parse((await scene.text(file)) ?? '')).toEqual({
      ...claudeFile(),
      note: 'main',
      disabled: false,
    });
    expect([report.before?.clients, report.after?.clients]).toEqual([1, 1]);
  });

  it('writes nothing where the server has the same already', async () => {
    const scene = openImport('ali', 1);
    scene.server.put(`${authDir}/${file}`, JSON.stringify(claudeFile()));

    const report = await imports(scene, [ada]);

    expect(report.files).toMatchObject([{ outcome: 'imported', replaced: true }]);
    expect(scene.written).toEqual([]);
    expect(await scene.files()).toEqual([file]);
  });

  it('takes the place of a file that has the same tokens under another name', async () => {
    const scene = openImport('ali', 1);
    scene.server.put(`${authDir}/claude-main.json`, JSON.stringify(claudeFile({ note: 'old' })));

    const report = await imports(scene, [ada]);

    expect(report.files).toMatchObject([{ outcome: 'imported', file: 'claude-main.json', replaced: true }]);
  });

  it("leaves another account's file alone, whatever the one that comes is called", async () => {
    const scene = openImport('ali', 1);
    const nadas = 'claude-nada@example.com.json';
    const hers = JSON.stringify(claudeFile({ email: 'nada@example.com', refresh_token: 'of Nada' }));
    scene.server.put(`${authDir}/${nadas}`, hers);

    const report = await imports(scene, [{ ...ada, name: nadas }]);

    expect(report.files).toMatchObject([{ outcome: 'imported', name: nadas, file, replaced: false }]);
    expect(await scene.text(nadas)).toBe(hers);
  });

  it('goes on where one is refused, and says of each what came of it, in order', async () => {
    const scene = openImport();
    const expired = claudeFile({ refresh_token: '', expired: new Date(nowMs - hourMs).toISOString() });

    const report = await imports(scene, [
      { name: 'a.txt', content: Buffer.from('hello') },
      { name: 'b.json', content: bytesOf(cliFile()) },
      ada,
      { name: 'c.json', content: bytesOf(expired) },
      { name: 'd.json', content: ada.content },
    ]);

    expect(report.files).toMatchObject([
      { outcome: 'refused', name: 'a.txt', problem: { code: 'import-not-json' } },
      { outcome: 'whose', name: 'b.json' },
      { outcome: 'imported', name: file },
      { outcome: 'refused', name: 'c.json', problem: { code: 'import-expired', atMs: nowMs - hourMs } },
      { outcome: 'refused', name: 'd.json', problem: { code: 'import-twice', file } },
    ]);
    expect(await scene.files()).toEqual([file]);
  });

  it('takes two names with the same tokens for one account', async () => {
    const scene = openImport();
    const again = bytesOf(claudeFile({ email: 'ada@other.example' }));

    const report = await imports(scene, [ada, { name: 'b.json', content: again }]);

    expect(report.files[1]).toMatchObject({ outcome: 'refused', problem: { code: 'import-twice', file } });
  });

  it('converts the login of the Claude CLI once it is said whose it is', async () => {
    const scene = openImport();
    const content = bytesOf(cliFile());

    const report = await imports(scene, [{ name: '.credentials.json', content, email: 'ada@example.com' }]);

    expect(report.files).toMatchObject([{ outcome: 'imported', file, fromClaudeCli: true }]);
    expect(JSON.parse((await scene.text(file)) ?? '')).toMatchObject({
      type: 'claude',
      access_token: 'sk-ant-oat01-cli-access',
      last_refresh: '2026-11-23T03:15:00.000Z',
    });
  });

  it('leaves word that the files are ours before they are there', async () => {
    const scene = openImport();
    const jobs = fakeJobs();
    const known: unknown[] = [];
    scene.putFails = () => void known.push(jobs.records.get('saved.ali'));

    await imports(scene, [ada], jobs);

    expect(known).toEqual([{ files: { [file]: expect.any(Number) as unknown } }]);
  });

  it.each([
    ['qwen', '7.2.140', 'refused'],
    ['qwen', '6.9.25', 'imported'],
    ['xai', '6.9.25', 'refused'],
    ['qwen', 'dev', 'imported'],
  ])('knows whether a release has accounts of a kind: %s in %s is %s', async (type, version, outcome) => {
    const scene = openImport();
    scene.server.log(`CLIProxyAPI Version: ${version}, Commit: 1, BuiltAt: x`);

    const report = await imports(scene, [{ name: 'x', content: bytesOf(claudeFile({ type })) }]);

    expect(report.files).toMatchObject([{ outcome }]);
  });
});

describe('files that CLIProxyAPI does not notice', () => {
  it('are loaded by one restart, in the name of who wanted them', async () => {
    const scene = openImport();
    const jobs = fakeJobs();
    scene.notices = false;
    scene.server.onRestart = () => scene.server.log(counted(2));

    const report = await imports(scene, [ada, { name: 'b', content: bytesOf(bob) }], jobs);

    expect(report.restarted).toBe(true);
    expect(report.files).toMatchObject([{ outcome: 'imported' }, { outcome: 'imported' }]);
    expect(scene.server.restarts()).toBe(1);
    expect(jobs.records.get('restart.ali')).toMatchObject({ by: 'Ada' });
  });

  it('are taken back where a restart does not help, and another one is not tried', async () => {
    const scene = openImport('ali', 1);
    scene.notices = false;
    const old = JSON.stringify(claudeFile({ refresh_token: 'old' }));
    scene.server.put(`${authDir}/${file}`, old);

    const report = await imports(scene, [ada, { name: 'b', content: bytesOf(bob) }]);

    const bobs = 'claude-bob@example.com.json';
    expect(report.files).toMatchObject([
      { outcome: 'refused', problem: { code: 'import-not-loaded', file } },
      { outcome: 'refused', problem: { code: 'import-not-loaded', file: bobs } },
    ]);
    expect(scene.server.restarts()).toBe(1);
    expect(await scene.files()).toEqual([file]);
    expect(await scene.text(file)).toBe(old);
    expect(report.after?.clients).toBe(1);
  });

  it('are taken back alone: what was noticed stays', async () => {
    const scene = openImport();
    scene.blindTo.add('claude-bob@example.com.json');

    const report = await imports(scene, [ada, { name: 'b', content: bytesOf(bob) }]);

    expect(report.files).toMatchObject([{ outcome: 'imported' }, { outcome: 'refused' }]);
    expect(await scene.files()).toEqual([file]);
  });
});

describe('a server that cannot be written to', () => {
  const server = 'ali';

  it.each<Problem>([
    { code: 'disk-full', server, path: file },
    { code: 'read-only', server, path: file },
    { code: 'write-failed', server, path: file, detail: 'odd' },
  ])('has what it had: $code', async problem => {
    const scene = openImport('ali', 1);
    const old = JSON.stringify(claudeFile({ refresh_token: 'old' }));
    scene.server.put(`${authDir}/${file}`, old);
    scene.putFails = path => (path.endsWith(file) ? { error: new UserError(problem) } : undefined);

    const report = await imports(scene, [ada, { name: 'b', content: bytesOf(bob) }]);

    expect(report.files).toMatchObject([{ outcome: 'refused', problem }, { outcome: 'imported' }]);
    expect(await scene.files()).toEqual([file, 'claude-bob@example.com.json']);
    expect(await scene.text(file)).toBe(old);
  });

  it('has what it had where the connection was lost in the middle, whether or not it was written', async () => {
    for (const after of [{}, { after: true } as const]) {
      const scene = openImport('ali', 1);
      const old = JSON.stringify(claudeFile({ refresh_token: 'old' }));
      scene.server.put(`${authDir}/${file}`, old);
      scene.putFails = (path, attempt) =>
        path.endsWith(file) && attempt < 3 ? { error: lost, ...(attempt === 1 && after) } : undefined;

      const report = await imports(scene, [ada]);

      expect(report.files).toMatchObject([{ outcome: 'refused', problem: { code: 'connection-lost' } }]);
      expect(await scene.files()).toEqual([file]);
      expect(await scene.text(file)).toBe(old);
    }
  });

  it('is not said to be as it was where nobody can know', async () => {
    const scene = openImport('ali', 1);
    scene.server.put(`${authDir}/${file}`, JSON.stringify(claudeFile({ refresh_token: 'old' })));
    scene.putFails = path => (path.endsWith(file) ? { error: lost, after: true } : undefined);

    const report = await imports(scene, [ada]);

    expect(report.files).toMatchObject([
      { outcome: 'refused', problem: { code: 'import-unsure', file, backup } },
    ]);
    expect(await scene.files()).toEqual([file, backup]);
  });

  it('is not asked to take what a fault left half done', async () => {
    const scene = openImport();
    scene.putFails = (_path, attempt) =>
      attempt === 1 ? { error: new TypeError('a bug'), after: true } : undefined;

    await expect(imports(scene, [ada])).rejects.toThrow('a bug');

    expect(await scene.files()).toEqual([]);
  });
});

describe('an import as a whole', () => {
  it('asks for no files while the container is down', async () => {
    const scene = openImport();
    const jobs = fakeJobs();
    scene.server.status = 'exited';

    await expect(imports(scene, [ada], jobs)).rejects.toMatchObject({ problem: { code: 'container-down' } });

    expect(jobs.signals).toEqual([]);
  });

  it('fails where other bytes come than were announced', async () => {
    const scene = openImport();
    const jobs = fakeJobs();
    const { handover } = handOver(jobs, ada.content);
    const files = [{ name: file, sizeBytes: ada.content.length + 1 }];

    const importing = importFiles(scene.proxy, jobs, { server: 'ali', by: 'Ada', files, handover }, pace);

    await expect(importing).rejects.toMatchObject({ problem: { code: 'handover-failed' } });
    expect(await scene.files()).toEqual([]);
  });

  it('says and leaves nothing of the tokens anywhere but in the file', async () => {
    const scene = openImport();
    const jobs = fakeJobs();

    const report = await imports(scene, [ada, { name: 'b', content: bytesOf(cliFile()) }], jobs);

    const said = JSON.stringify([report, jobs.signals, jobs.told, [...jobs.records]]);
    expect(said).not.toContain('sk-ant');
  });
});
