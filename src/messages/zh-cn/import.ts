import type { ImportWords } from '../en/import';
import type { ProblemSentences } from '../en/problems';
import { bold, code, lines, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';

/** What is said of credentials that are brought to a server. */
export const imports = (command: WriteCommand): ImportWords => ({
  whichServer: files =>
    files === 1
      ? rich`这个文件要导入哪台服务器？文件在这里保留 10 分钟。`
      : rich`这 ${files} 个文件要导入哪台服务器？文件在这里保留 10 分钟。`,
  underWay: (server, files) => rich`⏳ 正在把 ${files} 个文件导入 ${bold(server)}…`,
  imported: (server, { backup, email, file, replaced }) => {
    const what = !replaced ? '新账号' : backup === undefined ? '原本就有，没有变化' : '已替换';
    return rich`✅ ${bold(email ?? file)} → ${bold(server)}（${what}）`;
  },
  backup: file => rich`原来的文件保留为 ${code(file)}。`,
  backups: ending => rich`原来的文件都保留在旁边，文件名后加了 ${code(ending)}。`,
  refused: (names, why) => rich`❌ ${list('、', names)}：${why}`,
  fromClaudeCli: () =>
    rich`⚠️ 来自 Claude CLI：任何一方刷新都会让另一方的令牌失效。还要用 CLI 的话，请在那里重新登录。`,
  notDeleted: () => rich`⚠️ 我无法删除你在这里的消息，而里面有凭证：请自己删除。`,

  whose: name =>
    rich`❓ ${bold(name)} 来自 Claude CLI，里面没有写是谁的账号。请把账号邮箱发给我，文件在这里保留 10 分钟。`,
  ask: {
    title: '这是谁的账号？',
    label: '账号邮箱',
    example: 'ada@example.com',
  },

  whichAccount: (from, to) => rich`要把 ${bold(from)} 上的哪个账号带到 ${bold(to)}？`,
  nameAccount: (from, to, files) =>
    lines(
      rich`要把 ${bold(from)} 上的哪个账号带到 ${bold(to)}？请写明账号：${command('import', `from:${from} to:${to} account:…`)}`,
      rich`现有：${list('、', files, 12)}。`,
    ),
  noAccounts: from => rich`${bold(from)} 上没有账号。`,
  moveOrCopy: (who, from, to) =>
    lines(
      rich`${bold(who)}：从 ${bold(from)} 到 ${bold(to)}。它的刷新令牌同一时间只能在一处使用。`,
      rich`• ${bold('移动')}：${bold(to)} 加载成功后，在 ${bold(from)} 上停用。`,
      rich`• ${bold('复制')}：两边都保留，其中一边第一次刷新后，另一边就会掉线。`,
    ),
  bringing: (who, from, to) => rich`⏳ 正在把 ${bold(who)} 从 ${bold(from)} 带到 ${bold(to)}…`,
  moved: (who, from, to, file) =>
    rich`${bold(who)} 已在 ${bold(from)} 上停用。要移回来：${command('import', `from:${to} to:${from} account:${file}`)}`,
  copied: (from, to) =>
    rich`⚠️ ${bold(from)} 和 ${bold(to)} 现在共用一个刷新令牌：其中一边第一次刷新后，另一边就会掉线。`,
  stillEnabled: (from, to, why) =>
    lines(
      rich`⚠️ ${bold(to)} 已经有了，但没能在 ${bold(from)} 上停用。请在那里手动停用，否则其中一边第一次刷新后，另一边就会掉线。`,
      why,
    ),
  failed: (who, from, to, why) => rich`❌ ${bold(who)}，${bold(from)} → ${bold(to)}：${why}`,

  buttons: { email: '填写邮箱', move: '移动', copy: '复制', test: '测试', again: '重试' },
});

/** One sentence for each reason why a credential was not imported. */
export const importProblems = (command: WriteCommand) =>
  ({
    'private-only': () =>
      rich`凭证只能在我们的私聊里发：请到那里使用这个命令。如果这里的消息带了文件又还在，请把它删除。`,
    'import-nothing': () =>
      rich`请用 ${command('import')} 附上凭证文件（最多 10 个），或从另一台服务器带一个账号过来：${command('import', 'from:… to:…')}`,
    'import-too-many': p => rich`超过了 ${p.most} 个文件，什么都没有导入。请分几条消息发送。`,
    'import-too-large': p => rich`超过了 ${p.mostBytes / 1024} KB，不会是凭证。请只发账号的 JSON 文件。`,
    'import-too-much': p => rich`加上其他文件，一次超过了 ${p.mostBytes / 1024} KB。请另发一条消息。`,
    'import-unreadable': p => rich`无法读取：${p.detail}。请重新发送。`,
    'import-not-json': () => rich`这不是 JSON。请原样发送文件，不要发截图或其中一部分。`,
    'import-unknown-shape': p =>
      rich`这不是我认识的凭证。可以导入 Claude CLI 的 ${code('.credentials.json')}，以及 CLIProxyAPI 这些类型的文件：${p.known.join('、')}。`,
    'import-no-token': () => rich`里面没有令牌。请重新导出，或重新登录。`,
    'import-expired': p => rich`它已过期（${moment(p.atMs)}），而且没有刷新令牌。请改为重新登录这个账号。`,
    'not-an-email': p => rich`${code(p.typed)} 不是邮箱地址。请写成 ${code('ada@example.com')} 这样。`,
    'import-twice': p => rich`它和这批文件里的另一个是同一个账号（${code(p.file)}）。`,
    'import-not-served': p =>
      rich`那台服务器上的 CLIProxyAPI ${p.version} 不支持 ${p.provider} 账号。请换一个版本，或用别的提供方登录。`,
    'import-not-loaded': p =>
      rich`CLIProxyAPI 没有加载 ${code(p.file)}，我已撤回，一切和之前一样。请查看它的日志。`,
    'import-unsure': p =>
      lines(
        rich`中途出错，也没能恢复：${code(p.file)} 可能写进去了，也可能没有。重试之前请先用 ${command('accounts')} 看一下。`,
        p.backup !== undefined && rich`原来的文件可能保留在旁边：${code(p.backup)}。`,
      ),
    'import-forgotten': () =>
      rich`我这里已经没有它了：机器人重启过，或者超过了 10 分钟。什么都没有导入，请重新发送。`,
    'handover-failed': () => rich`文件没有送到执行任务的进程，什么都没有导入。请重新发送。`,
    'same-server': p => rich`两端都是 ${bold(p.server)}。请写出另一台服务器。`,
    'unknown-account': p =>
      p.known.length === 0
        ? rich`${bold(p.server)} 上没有账号 ${code(p.typed)}，那里一个账号都没有。`
        : rich`${bold(p.server)} 上没有唯一对应 ${code(p.typed)} 的账号。现有：${list('、', p.known, 8)}。`,
  }) satisfies Partial<ProblemSentences>;
