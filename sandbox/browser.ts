/** What a person does on the consent page. */
export type Decision =
  { readonly decision: 'authorize'; readonly email: string } | { readonly decision: 'deny' };

/**
 * Does on the consent page what a person with a browser does, and returns the address the browser ends on: a
 * dead `http://localhost:54545/callback?…`. Throws when the page is not the one expected.
 */
export async function visitConsentPage(link: string, decision: Decision): Promise<string> {
  const page = await fetch(link);
  const html = await page.text();
  const request = /name="request" value="([^"]*)"/.exec(html)?.[1];
  if (!page.ok || request === undefined) throw new Error(`the consent page answered ${page.status}`);
  const { pathname } = new URL(link);
  const answer = await fetch(new URL(pathname, link), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...decision, request: unescape(request) }),
  });
  const location = answer.headers.get('location');
  if (answer.status !== 302 || location === null)
    throw new Error(`the form was answered with ${answer.status}`);
  return location;
}

/** Enters a code on the page of a provider, as a person does. Throws when it is not taken. */
export async function visitDevicePage(link: string, userCode: string, decision: Decision): Promise<void> {
  const { pathname } = new URL(link);
  const page = await fetch(link);
  if (!page.ok || !(await page.text()).includes('name="user_code"')) {
    throw new Error(`the page for codes answered ${page.status}`);
  }
  const answer = await fetch(new URL(pathname, link), {
    method: 'POST',
    body: new URLSearchParams({ ...decision, user_code: userCode }),
  });
  if (!answer.ok) throw new Error(`the code was answered with ${answer.status}`);
}

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
