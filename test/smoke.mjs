// The built program as a person starts it, from the first line to the exit code: `npm run smoke`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { visitConsentPage } = createRequire(import.meta.url)(join(root, 'dist/sandbox/browser.js'));
const link = /https?:\/\/\S+\/oauth\/authorize\?\S+/;

/** Starts the program in an empty folder of its own, with stdin as a pipe. */
function start(t, variables = {}, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  // A process group of its own shows whether anything that it started is left.
  const child = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, HOME: folder, USER: 'ada', TMPDIR: folder, LANGUAGE: 'en', ...variables },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => (printed += text));
  }
  const closed = once(child, 'close');
  t.after(() => {
    if (groupIsAlive()) process.kill(-child.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function groupIsAlive() {
    try {
      process.kill(-child.pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  return {
    types: line => child.stdin.write(`${line}\n`),
    ends: () => child.stdin.end(),
    asks: signal => child.kill(signal),
    printed: () => printed,
    left: () => readdirSync(folder),
    groupIsAlive,
    /** Waits for words, and gives what matched. */
    prints: async (words, withinMs = 30_000) => {
      for (const giveUpAt = Date.now() + withinMs; Date.now() < giveUpAt;) {
        const found = words.exec(printed);
        if (found !== null) return found[0];
        await new Promise(wait => setTimeout(wait, 20));
      }
      throw new Error(`never printed ${words}; printed was:\n${printed}`);
    },
    exitCode: async withinMs => {
      const late = AbortSignal.timeout(withinMs);
      const [code] = await Promise.race([
        closed,
        once(late, 'abort').then(() => assert.fail(`still there after ${withinMs} ms:\n${printed}`)),
      ]);
      return code;
    },
  };
}

const authorize = { decision: 'authorize', email: 'ada@example.com' };

test('a script without configuration logs in to the sandbox', async t => {
  const startedAtMs = Date.now();
  const program = start(t);
  program.types('/claude-login');
  program.types(await visitConsentPage(await program.prints(link), authorize));
  await program.prints(/clients 0 → 1/);
  program.types('/accounts');
  program.ends();

  assert.equal(await program.exitCode(60_000), 0);
  assert.ok(Date.now() - startedAtMs < 60_000);
  assert.match(program.printed(), /SANDBOX/);
  assert.match(program.printed(), /ali: 1 account\n✅ ada@example\.com · claude/);
  assert.equal(program.groupIsAlive(), false);
  assert.deepEqual(program.left(), []);
});

test('it speaks Chinese where that is asked for', async t => {
  const program = start(t, { LANGUAGE: 'zh-CN' });
  program.types('/claude-login');
  program.types(await visitConsentPage(await program.prints(link), authorize));
  program.ends();

  assert.equal(await program.exitCode(60_000), 0);
  assert.match(program.printed(), /现在是沙盒/);
  assert.match(program.printed(), /ada@example\.com 已登录到 ali（新账号）/);
});

test('a .env with five mistakes is refused with all five named and no value shown', async t => {
  const values = ['no-token-secret', 'ftp://nowhere-secret', 'both-secret', '99999', 'someone-secret'];
  const names = ['TELEGRAM_TOKEN', 'REDIS_URL', 'ROLE', 'HEALTH_PORT', 'OPERATORS'];
  const lines = names.map((name, index) => `${name}=${values[index]}`);
  const program = start(t, {}, { '.env': ['SERVERS=ali', ...lines].join('\n') });

  assert.equal(await program.exitCode(30_000), 1);
  assert.match(program.printed(), /^5 things in \.env/);
  for (const name of names) assert.match(program.printed(), new RegExp(`^  ${name}\\b`, 'm'));
  for (const value of values) assert.ok(!program.printed().includes(value), value);
});

test('SIGTERM while a login waits ends everything within ten seconds', async t => {
  const program = start(t);
  program.types('/claude-login');
  await program.prints(link);
  program.asks('SIGTERM');

  assert.equal(await program.exitCode(10_000), 0);
  assert.equal(program.groupIsAlive(), false);
  assert.match(program.printed(), /bot was restarted in the middle/);
  assert.deepEqual(program.left(), []);
});
