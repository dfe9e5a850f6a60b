import { command } from '../../commands/import';
import type { IncomingFile } from '../../src/chat/platform';
import { UserError, type Problem } from '../../src/errors';
import type { Account } from '../../src/jobs/account';
import type { Tasks } from '../../src/jobs/contracts';
import type { ImportedFile, ImportReport, TransferReport } from '../../src/jobs/reports';
import { takeOver } from '../../src/jobs/handover';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { ada, bob, group } from '../fakes/login';
import { buttonsOf, plainText } from '../fakes/plain';
import { openScene, type Asked, type Asking } from './scene';

const file = 'claude-ada@example.com.json';
const SECRET = 'sk-ant-ort01-of-ada';
const counts = (clients: number) => ({ clients, parts: [], atMs: 1_000 });

function sent(
  name = file,
  content = `{"refresh_token":"${SECRET}"}`,
  sizeBytes = content.length,
): IncomingFile {
  return { name, sizeBytes, read: () => Promise.resolve(Buffer.from(content)) };
}

const imported = (change: Partial<Extract<ImportedFile, { outcome: 'imported' }>> = {}) =>
  ({
    outcome: 'imported',
    name: file,
    file,
    provider: 'claude',
    email: 'ada@example.com',
    replaced: false,
    fromClaudeCli: false,
    ...change,
  }) as const;

interface Worker {
  readonly scene: ReturnType<typeof openScene>;
  readonly jobs: FakeJobs;
  /** What was handed over with each import, and its task. */
  readonly taken: readonly (Tasks['import']['data'] & { readonly content: string })[];
  /** What the next imports come to, in order; an account that is new when there is nothing. */
  readonly outcomes: (Partial<ImportReport> | Problem)[];
  readonly run: (asking: Asking) => Promise<Asked>;
}

function open(tasks: Parameters<typeof fakeJobs>[0] = {}): Worker {
  const taken: (Tasks['import']['data'] & { content: string })[] = [];
  const outcomes: (Partial<ImportReport> | Problem)[] = [];
  const jobs: FakeJobs = fakeJobs({
    import: async data => {
      taken.push({ ...data, content: (await takeOver(jobs, data.handover)).toString() });
      const outcome = outcomes.shift() ?? {};
      if ('code' in outcome) throw new UserError(outcome);
      const files = data.files.map(({ name }) => imported({ name }));
      return { server: data.server, files, restarted: false, ...outcome };
    },
    ...tasks,
  });
  const scene = openScene('telegram', jobs);
  return { scene, jobs, taken, outcomes, run: asking => scene.run(command, asking) };
}

/** What pressing a button of an answer does. */
function press({ reply }: Asked, label: RegExp): Asking {
  const button = reply && buttonsOf(reply).find(each => label.test(each.label));
  if (button?.kind !== 'action') throw new Error(`no ${String(label)} in ${JSON.stringify(reply)}`);
  expect(button.action).toMatch(/^[A-Za-z0-9:._-]{1,48}$/);
  const [, pending = '', answer = ''] = button.action.split(':');
  return { event: { kind: 'action', action: button.action }, options: { pending, answer } };
}

/** What answering its question does. */
function answer({ reply }: Asked, email: string): Asking {
  const button = reply && buttonsOf(reply).find(({ kind }) => kind === 'paste');
  if (button?.kind !== 'paste') throw new Error(`no question in ${JSON.stringify(reply)}`);
  const [verb, pending = ''] = button.action.split(':');
  expect(verb).toBe('whose');
  return { event: { kind: 'paste', action: button.action, text: email }, options: { pending, email } };
}

describe('/import with files', () => {
  it('hands them to the worker, and says what came of each', async () => {
    const { outcomes, run, taken } = open();
    outcomes.push({
      files: [
        imported({ replaced: true, backup: `${file}.1.bak` }),
        { outcome: 'refused', name: 'b.json', problem: { code: 'import-not-json' } },
      ],
      before: counts(1),
      after: counts(2),
      restarted: true,
    });

    const { incoming, reply, text } = await run({ files: [sent(), sent('b.json', '?')] });

    expect(taken).toMatchObject([
      {
        server: 'ali',
        by: 'Ada',
        content: `{"refresh_token":"${SECRET}"}?`,
        files: [{ name: file }, { name: 'b.json', sizeBytes: 1 }],
      },
    ]);
    expect(incoming.answers.map(each => plainText(each.text))).toEqual(['⏳ Importing 2 files to ali…']);
    expect(text?.split('\n')).toEqual([
      '✅ ada@example.com → ali (replaced)',
      '❌ b.json: It is not JSON. Send the file as it is, not a picture or part of it.',
      `What was there before is kept as ${file}.1.bak.`,
      expect.stringContaining('clients 1 → 2') as unknown,
      expect.stringContaining('restarted it') as unknown,
    ]);
    expect(reply && buttonsOf(reply)).toMatchObject([{ action: 'test:ali' }]);
  });

  it('deletes the message they were in, and leaves nothing of them in the queue', async () => {
    const { jobs, run } = open();

    const { incoming } = await run({ files: [sent()] });

    expect(incoming.forgotten()).toBe(true);
    expect(JSON.stringify([jobs.ran, jobs.signals, [...jobs.records]])).not.toContain(SECRET);
  });

  it('asks for the deletion where only the person can do it', async () => {
    const { run } = open();

    const { text } = await run({ files: [sent()], stays: true });

    expect(text).toContain("can't delete your message here");
  });

  it.each<[string, readonly IncomingFile[], Problem['code'] | undefined]>([
    ['too many', Array.from({ length: 11 }, () => sent()), 'import-too-many'],
    ['one that is too large', [sent(file, 'x', 64 * 1024 + 1)], undefined],
  ])('deletes it also when it takes none of them: %s', async (_what, files, code) => {
    const { jobs, scene } = open();

    const done = scene.run(command, { files });

    if (code === undefined) expect((await done).text).toMatch(/^❌ .*larger than 64 KB/);
    else await expect(done).rejects.toMatchObject({ problem: { code } });
    expect(scene.heard[0]?.forgotten()).toBe(true);
    expect(jobs.ran).toEqual([]);
  });

  it('says of files that could not be fetched why, among the others', async () => {
    const { run, taken } = open();
    const lost: IncomingFile = {
      name: 'lost.json',
      sizeBytes: 9,
      read: () => Promise.reject(new UserError({ code: 'import-unreadable', detail: 'timeout' })),
    };
    const large = Array.from({ length: 5 }, (_, index) => sent(`${index}.json`, 'x'.repeat(60_000)));

    const { text } = await run({ files: [lost, ...large] });

    expect(taken[0]?.files.map(({ name }) => name)).toEqual(['0.json', '1.json', '2.json', '3.json']);
    expect(text?.split('\n').map(line => line.slice(0, 14))).toEqual([
      '❌ lost.json: I',
      ...Array.from({ length: 4 }, () => '✅ ada@example.'),
      '❌ 4.json: With',
    ]);
  });

  it('keeps the files when no worker can take them, so that they need not be sent again', async () => {
    const { outcomes, run, taken } = open();
    outcomes.push({ code: 'ssh-timeout', server: 'ali', host: 'ali', port: 22 });
    const failed = await run({ files: [sent()] });

    const { text } = await run(press(failed, /Try again/));

    expect(failed.text).toMatch(/^❌ ali: /);
    expect(text).toMatch(/^✅ ada@example\.com → ali/);
    expect(taken.map(({ content }) => content)).toEqual(Array(2).fill(taken[0]?.content));
  });

  it('lets what nobody foresaw through', async () => {
    const { run } = open({ import: () => Promise.reject(new TypeError('a bug')) });

    await expect(run({ files: [sent()] })).rejects.toThrow('a bug');
  });

  it('says what can be sent when there is nothing', async () => {
    const { run } = open();

    await expect(run({})).rejects.toMatchObject({ problem: { code: 'import-nothing' } });
  });

  it('refuses a place that others read, and deletes the message first', async () => {
    const { jobs, scene } = open();

    await expect(scene.run(command, { files: [sent()], place: group })).rejects.toMatchObject({
      problem: { code: 'private-only' },
    });

    expect(jobs.ran).toEqual([]);
    expect(scene.heard[0]?.forgotten()).toBe(true);
  });
});

describe('/import with several servers', () => {
  const servers = ['ali', 'tokyo'];

  it('asks for which one, and goes on where it was told to', async () => {
    const { run, taken } = open();
    const question = await run({ files: [sent()], servers });

    const { text } = await run({ ...press(question, /tokyo/), servers });

    expect(question.text).toBe('Which server is this file for? It waits here for 10 minutes.');
    expect(question.incoming.forgotten()).toBe(true);
    expect(taken).toMatchObject([{ server: 'tokyo' }]);
    expect(text).toMatch(/→ tokyo/);
  });

  it('goes there at once when it is named', async () => {
    const { run, taken } = open();

    await run({ files: [sent()], servers, options: { to: 'tokyo' } });

    expect(taken).toMatchObject([{ server: 'tokyo' }]);
  });

  it('acts once', async () => {
    const { run, taken } = open();
    const pressed = { ...press(await run({ files: [sent()], servers }), /ali/), servers };

    const both = await Promise.allSettled([run(pressed), run(pressed)]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(taken).toHaveLength(1);
    await expect(run(pressed)).rejects.toMatchObject({ problem: { code: 'already-pressed', by: 'Ada' } });
  });

  it.each<[string, Partial<Asking>]>([
    ['after a restart of the bot', { options: { pending: '0a1b2c3d', answer: '0' } }],
    ['by somebody else', { person: bob }],
    ['by whoever lost the right meanwhile', { servers: ['berlin'] }],
  ])('imports nothing when its button is pressed %s', async (_when, change) => {
    const { run, taken } = open();
    const pressed = { ...press(await run({ files: [sent()], servers }), /ali/), servers, ...change };

    await expect(run(pressed)).rejects.toMatchObject({ problem: { code: 'import-forgotten' } });

    expect(taken).toEqual([]);
  });
});

describe('/import of a file that does not say whose it is', () => {
  const whose = (name: string) => ({ outcome: 'whose', name }) as const;

  it('asks, and imports it with the answer', async () => {
    const { outcomes, run, taken } = open();
    outcomes.push({ files: [whose('.credentials.json')] }, { files: [imported({ fromClaudeCli: true })] });
    const question = await run({ files: [sent('.credentials.json')] });

    const { text } = await run(answer(question, ' ada@example.com '));

    expect(question.text).toMatch(/^❓ \.credentials\.json is from the Claude CLI/);
    expect(taken.map(({ files }) => files[0]?.email)).toEqual([undefined, 'ada@example.com']);
    expect(text).toContain('From the Claude CLI: each refresh');
  });

  it('takes the answer as a plain message too', async () => {
    const { outcomes, run, taken } = open();
    outcomes.push({ files: [whose('.credentials.json')] });
    await run({ files: [sent('.credentials.json')] });

    await run({ event: { kind: 'text', text: 'ada@example.com' }, options: { email: 'ada@example.com' } });

    expect(taken[1]).toMatchObject({ files: [{ email: 'ada@example.com' }] });
  });

  it('does not take an e-mail for an answer that nobody waits for', async () => {
    const { run } = open();
    const event = { kind: 'text', text: 'ada@example.com' } as const;

    const said = run({ event, options: { email: 'ada@example.com' }, person: bob });

    await expect(said).rejects.toMatchObject({ problem: { code: 'paste-not-an-address' } });
  });

  it('waits on when the answer is no e-mail', async () => {
    const { outcomes, run, taken } = open();
    outcomes.push({ files: [whose('.credentials.json')] });
    const question = await run({ files: [sent('.credentials.json')] });

    await expect(run(answer(question, 'ada'))).rejects.toMatchObject({
      problem: { code: 'not-an-email', typed: 'ada' },
    });
    await run(answer(question, 'ada@example.com'));

    expect(taken).toHaveLength(2);
  });

  it('asks about one after the other', async () => {
    const { outcomes, run, taken } = open();
    outcomes.push({ files: [whose('a.json'), imported(), whose('b.json')] });
    const first = await run({ files: [sent('a.json', 'A'), sent(file, 'X'), sent('b.json', 'B')] });

    const second = await run(answer(first, 'ada@example.com'));
    await run(answer(second, 'bob@example.com'));

    expect(second.text).toContain('❓ b.json is from the Claude CLI');
    expect(taken.slice(1)).toMatchObject([
      { content: 'A', files: [{ email: 'ada@example.com' }] },
      { content: 'B', files: [{ email: 'bob@example.com' }] },
    ]);
  });

  it('need not ask who says it with the command', async () => {
    const { run, taken } = open();

    await run({ files: [sent('.credentials.json')], options: { email: 'ada@example.com' } });

    expect(taken).toMatchObject([{ files: [{ email: 'ada@example.com' }] }]);
  });
});

describe('/import from another server', () => {
  const servers = ['ali', 'tokyo'];
  const account = (email: string, type = 'claude'): Account => ({
    file: `${type}-${email}.json`,
    email,
    provider: type,
    state: { kind: 'fine' },
  });
  const transferred = (change: Partial<TransferReport> = {}) => {
    const asked: Tasks['transfer']['data'][] = [];
    const worker = open({
      accounts: ({ server }) =>
        Promise.resolve({
          server,
          accounts: [account('ada@example.com'), account('bob@example.com')],
          management: 'no-key',
          atMs: 0,
        }),
      transfer: data => {
        asked.push(data);
        const { from, how, to } = data;
        return Promise.resolve({ from, to, how, imported: imported(), restarted: false, ...change });
      },
    });
    return { ...worker, asked };
  };
  const from = (options: Readonly<Record<string, string>> = {}): Asking => ({
    servers,
    options: { from: 'tokyo', to: 'ali', ...options },
  });

  it('asks first, and says what each way does', async () => {
    const { asked, run } = transferred();

    const { reply, text } = await run(from({ account: 'ada@example.com' }));

    expect(text?.split('\n')).toEqual([
      'ada@example.com: from tokyo to ali. Its refresh token works in one place at a time.',
      '• Move: it is disabled on tokyo once ali has loaded it.',
      '• Copy: it stays on both, and the first refresh on one logs the other out.',
    ]);
    expect(reply && buttonsOf(reply).map(({ label }) => label)).toEqual(['Move', 'Copy']);
    expect(asked).toEqual([]);
  });

  it('moves it, and says the way back', async () => {
    const { asked, run } = transferred({ before: counts(1), after: counts(2) });
    const question = await run(from({ account: 'ada' }));

    const { incoming, reply, text } = await run({ ...press(question, /Move/), servers });

    expect(asked).toEqual([{ from: 'tokyo', to: 'ali', account: file, how: 'move', by: 'Ada' }]);
    expect(incoming.answers.map(each => plainText(each.text))).toEqual([
      '⏳ Bringing ada@example.com from tokyo to ali…',
    ]);
    expect(text?.split('\n')).toEqual([
      '✅ ada@example.com → ali (new account)',
      expect.stringContaining('clients 1 → 2') as unknown,
      `ada@example.com is disabled on tokyo now. The way back: /import from:ali to:tokyo account:${file}`,
    ]);
    expect(reply && buttonsOf(reply)).toMatchObject([{ action: 'test:ali' }]);
  });

  it('copies it, and warns of what that does', async () => {
    const { asked, run } = transferred();

    const { text } = await run({ ...press(await run(from({ account: file })), /Copy/), servers });

    expect(asked).toMatchObject([{ how: 'copy' }]);
    expect(text).toContain('⚠️ tokyo and ali share one refresh token now');
  });

  it('says what could not be disabled, and what to do', async () => {
    const stillEnabled = { code: 'read-only', server: 'tokyo', path: `/auths/${file}` } as const;
    const { run } = transferred({ stillEnabled });

    const { text } = await run({ ...press(await run(from({ account: 'ada' })), /Move/), servers });

    expect(text).toContain('could not be disabled on tokyo. Disable it there by hand');
    expect(text).toContain('mounted read-only');
    expect(text).not.toContain('The way back');
  });

  it('asks once more when it did not work', async () => {
    const { run } = open({
      accounts: ({ server }) =>
        Promise.resolve({ server, accounts: [account('ada@example.com')], management: 'no-key', atMs: 0 }),
      transfer: () => Promise.reject(new UserError({ code: 'disk-full', server: 'ali', path: '/auths' })),
    });
    const question = await run(from());

    const { reply, text } = await run({ ...press(question, /Move/), servers });

    expect(text).toMatch(/^❌ ada@example\.com, tokyo → ali: There is no room left/);
    expect(reply && buttonsOf(reply).map(({ label }) => label)).toEqual(['Move', 'Copy']);
  });

  it('lists the accounts when none is named', async () => {
    const { run } = transferred();
    const list = await run(from());

    const { text } = await run({ ...press(list, /bob/), servers });

    expect(list.text).toBe('Which account shall ali have from tokyo?');
    expect(text).toMatch(/^bob@example\.com: from tokyo to ali\./);
  });

  const several = (accounts: readonly Account[]): Worker =>
    open({ accounts: ({ server }) => Promise.resolve({ server, accounts, management: 'no-key', atMs: 0 }) });

  it('tells accounts of one e-mail apart', async () => {
    const { run } = several([
      account('ada@example.com'),
      account('ada@example.com', 'codex'),
      account('bob@example.com'),
    ]);

    const { reply } = await run(from());

    expect(reply && buttonsOf(reply).map(({ label }) => label)).toEqual([
      file,
      'codex-ada@example.com.json',
      'bob@example.com',
    ]);
  });

  it('asks for a name where there are more accounts than make a choice', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `a${index}@example.com`);
    const { run } = several(names.map(email => account(email)));

    const { reply, text } = await run(from());

    expect(text).toMatch(/Name it: \/import from:tokyo to:ali account:…\nThere is: a0@example\.com, /);
    expect(reply?.buttons).toBeUndefined();
  });

  it('takes the other one of two servers when none is named', async () => {
    const { run } = transferred();

    const { text } = await run({ servers, options: { from: 'tokyo', account: 'ada' } });

    expect(text).toContain('from tokyo to ali');
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], object]>([
    ['both ends are one', { from: 'ali' }, servers, { code: 'same-server', server: 'ali' }],
    ['the account fits none', { account: 'eve' }, servers, { code: 'unknown-account', typed: 'eve' }],
    ['the account fits several', { account: 'claude-' }, servers, { code: 'unknown-account' }],
    [
      'there are more servers',
      { to: '' },
      ['ali', 'tokyo', 'rome'],
      { code: 'which-server', known: ['ali', 'rome'] },
    ],
  ])('says so when %s', async (_what, options, open, problem) => {
    const { run } = transferred();
    const { to, ...rest } = { from: 'tokyo', to: 'ali', ...options };

    const asked = run({ servers: open, options: { ...rest, ...(to !== '' && { to }) } });

    await expect(asked).rejects.toMatchObject({ problem });
  });

  it('says that there is no account', async () => {
    const { run } = open({
      accounts: ({ server }) => Promise.resolve({ server, accounts: [], management: 'no-key', atMs: 0 }),
    });

    const { text } = await run(from());

    expect(text).toBe('There is no account on tokyo.');
  });
});

describe('/import in Chinese', () => {
  it('speaks the language of whoever asks', async () => {
    const { run } = open();

    const { text } = await run({ files: [sent()], person: bob });

    expect(text).toBe('✅ ada@example.com → ali（新账号）');
    expect(ada.language).toBe('en');
  });
});
