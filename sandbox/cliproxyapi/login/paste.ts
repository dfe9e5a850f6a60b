import type { Callback } from './callback-server';

/**
 * Reads what was pasted at the prompt, by the program's own rules: undefined for nothing. Throws an Error with
 * the program's words for what it cannot use.
 */
export function parsePaste(input: string): Callback | undefined {
  const trimmed = input.trim();
  if (trimmed === '') return undefined;
  const { query, fragment } = splitUrl(asUrl(trimmed));

  const value = (name: string): string => (query.get(name) ?? '').trim() || (fragment.get(name) ?? '').trim();
  let code = value('code');
  let state = value('state');
  let error = value('error');
  let description = value('error_description');

  const hash = code.indexOf('#');
  if (state === '' && hash >= 0) {
    state = code.slice(hash + 1);
    code = code.slice(0, hash);
  }
  if (error === '') [error, description] = [description, ''];
  if (error !== '') return { error, ...(description === '' ? {} : { description }) };
  if (code === '') throw new Error('callback URL missing code');
  return { code, state };
}

function asUrl(text: string): string {
  if (text.includes('://')) return text;
  if (text.startsWith('?')) return `http://localhost${text}`;
  if (/[/?#:]/.test(text)) return `http://${text}`;
  if (text.includes('=')) return `http://localhost/?${text}`;
  throw new Error('invalid callback URL');
}

/** Go's url.Parse, as far as it matters here. */
function splitUrl(url: string): { readonly query: URLSearchParams; readonly fragment: URLSearchParams } {
  const [beforeHash = '', ...afterHash] = url.split('#');
  const [address = '', ...afterMark] = beforeHash.split('?');
  const host = address.replace(/^[^:]*:\/\//, '').split('/')[0] ?? '';
  const port = /:[^:]*$/.exec(host)?.[0];
  const fault = (what: string): Error => new Error(`parse ${JSON.stringify(url)}: ${what}`);
  if (port !== undefined && !/^:\d*$/.test(port)) {
    throw fault(`invalid port ${JSON.stringify(port)} after host`);
  }
  const strange = /[ "<>\\^`{|}]/.exec(host)?.[0];
  if (strange !== undefined) throw fault(`invalid character ${JSON.stringify(strange)} in host name`);
  return {
    query: new URLSearchParams(afterMark.join('?')),
    fragment: new URLSearchParams(afterHash.join('#')),
  };
}
