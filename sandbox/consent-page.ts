/** The words of the consent page, in both languages of the bot. */
const english = {
  lang: 'en',
  title: 'Authorize CLIProxyAPI',
  lead: 'This is a practice page. CLIProxyAPI on a pretend server asks to use a pretend account.',
  account: 'Account',
  authorize: 'Authorize',
  deny: 'Deny',
  after:
    'Your browser will then open an address at localhost that cannot be reached, as in real life. ' +
    'Copy that whole address and paste it into the chat.',
  bad: 'This link is incomplete. Copy it again, whole.',
  code: 'Code',
  enter: 'Enter the code that the chat shows, and confirm. Nothing has to be copied back.',
  thanks: 'Thank you. You can close this page: the login goes on by itself.',
  unknown: 'This code is not known, or not any more. Begin again.',
};
const words = {
  en: english,
  'zh-CN': {
    lang: 'zh-CN',
    title: '授权 CLIProxyAPI',
    lead: '这是练习页面：模拟服务器上的 CLIProxyAPI 请求使用一个模拟账号。',
    account: '账号',
    authorize: '授权',
    deny: '拒绝',
    after: '随后浏览器会打开一个无法访问的 localhost 地址，与真实情况相同。请复制完整地址并粘贴到聊天中。',
    bad: '链接不完整，请重新完整复制。',
    code: '验证码',
    enter: '输入聊天里显示的验证码并确认，不需要复制任何东西回去。',
    thanks: '谢谢，可以关闭这个页面了，登录会自己继续。',
    unknown: '没有这个验证码，或已经失效。请重新开始。',
  } satisfies typeof english,
};

const style = `
  :root { color-scheme: light dark; --back: #f6f5f2; --card: #fff; --text: #1d1c1a; --soft: #66635c; --act: #b4532f; }
  @media (prefers-color-scheme: dark) {
    :root { --back: #1b1a18; --card: #262522; --text: #f0eee9; --soft: #a9a59b; --act: #e08860; }
  }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back);
    color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
  main { box-sizing: border-box; width: min(26rem, 100%); padding: 1.5rem; background: var(--card);
    border-radius: .75rem; }
  h1 { margin: 0 0 .5rem; font-size: 1.25rem; }
  p { margin: 0 0 1rem; color: var(--soft); }
  label { display: block; font-weight: 600; }
  input { box-sizing: border-box; width: 100%; margin: .25rem 0 1rem; padding: .65rem; font: inherit;
    color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: .5rem; }
  button { width: 100%; min-height: 2.75rem; margin-bottom: .5rem; font: inherit; font-weight: 600; cursor: pointer;
    color: var(--text); background: transparent; border: 1px solid var(--soft); border-radius: .5rem; }
  button[value=authorize] { color: var(--card); background: var(--act); border-color: var(--act); }
`;

/** A page in the language the browser asks for first, of those there are. */
function wordsFor(acceptLanguage: string | undefined): typeof english {
  const first = (acceptLanguage ?? '').split(',').find(tag => /^\s*(zh|en)\b/i.test(tag));
  return first !== undefined && /^\s*zh/i.test(first) ? words['zh-CN'] : words.en;
}

/** The form that asks: which account, Authorize or Deny. `hidden` goes back with it, to `path`. */
export function consentPage(acceptLanguage: string | undefined, hidden: string, path: string): string {
  const say = wordsFor(acceptLanguage);
  return page(
    say,
    `<p>${say.lead}</p>
    <form method="post" action="${path}">
      <input type="hidden" name="request" value="${escape(hidden)}">
      <label for="email">${say.account}</label>
      <input id="email" name="email" type="email" required autocomplete="email" value="claude-user@example.com">
      <button name="decision" value="authorize">${say.authorize}</button>
      <button name="decision" value="deny" formnovalidate>${say.deny}</button>
    </form>
    <p>${say.after}</p>`,
  );
}

/** The form that asks for a code and an account. `userCode` is what the link already has. */
export function devicePage(acceptLanguage: string | undefined, userCode: string, path: string): string {
  const say = wordsFor(acceptLanguage);
  return page(
    say,
    `<p>${say.lead}</p>
    <form method="post" action="${path}">
      <label for="code">${say.code}</label>
      <input id="code" name="user_code" required autocomplete="off" value="${escape(userCode)}">
      <label for="email">${say.account}</label>
      <input id="email" name="email" type="email" required autocomplete="email" value="claude-user@example.com">
      <button name="decision" value="authorize">${say.authorize}</button>
      <button name="decision" value="deny" formnovalidate>${say.deny}</button>
    </form>
    <p>${say.enter}</p>`,
  );
}

/** What stands there after a code was entered. */
export function confirmedPage(acceptLanguage: string | undefined, isKnown: boolean): string {
  const say = wordsFor(acceptLanguage);
  return page(say, `<p>${isKnown ? say.thanks : say.unknown}</p>`);
}

/** The page for a link with something missing. */
export function badLinkPage(acceptLanguage: string | undefined): string {
  const say = wordsFor(acceptLanguage);
  return page(say, `<p>${say.bad}</p>`);
}

function page(say: typeof english, body: string): string {
  return `<!doctype html>
<html lang="${say.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say.title}</title>
<style>${style}</style>
</head>
<body>
<main>
    <h1>${say.title}</h1>
    ${body}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
