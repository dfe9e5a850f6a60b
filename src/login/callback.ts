import { UserError } from '../errors';

/** What the browser brought back, ready to be handed to the program. */
export interface Callback {
  readonly oauthState: string;
  /** Exactly one of the two: the code, or the provider's word for a refusal (`access_denied`). */
  readonly code?: string;
  readonly error?: string;
}

const maxPastedBytes = 8192;
/** Of Anthropic and OpenAI, and of Google. */
const consentPage = /\/oauth\/authorize\?|\/o\/oauth2\/v2\/auth\?/;

/**
 * Whatever people paste → a callback: the whole address, one without scheme, `?code=…&state=…`, `code#state`,
 * with quotes, angle brackets, words or line breaks around or inside it. The words are those of OAuth 2 (RFC
 * 6749, 4.1.2); nothing is decided here about which login it belongs to.
 *
 * @throws UserError saying what was wrong: `paste-empty`, `paste-not-an-address`, `paste-is-the-link`,
 * `paste-no-code`, `paste-no-state`.
 */
export function readCallback(pasted: string): Callback {
  // A terminal or a chat breaks long addresses over lines, and no part of a callback holds white space.
  const text = pasted.slice(0, maxPastedBytes).replace(/[\s\u200b\u2060\ufeff]+/g, '');
  if (text === '') throw new UserError({ code: 'paste-empty' });
  if (consentPage.test(text)) throw new UserError({ code: 'paste-is-the-link' });

  const query = /(?:^|[?&#"'`<([])((?:code|state|error)=[^"'`<>)\]]*)/.exec(text)?.[1];
  if (query !== undefined) return fromQuery(query);

  // The consent page's own "copy this code" form.
  const [, code, oauthState] = /^["'`<([]*([\w.~+/=-]{8,})#([\w.~-]{8,})["'`>)\]]*$/.exec(text) ?? [];
  if (code !== undefined && oauthState !== undefined) return { code, oauthState };
  if (/localhost|127\.0\.0\.1|\/callback/.test(text)) throw new UserError({ code: 'paste-no-code' });
  throw new UserError({ code: 'paste-not-an-address' });
}

function fromQuery(query: string): Callback {
  const fields = new URLSearchParams(query.replace(/&amp;/g, '&'));
  const error = fields.get('error') ?? '';
  // `code#state` also comes inside an address, with the `#` as it is or as %23.
  const [code = '', stateInCode = ''] = (fields.get('code') ?? '').split('#');
  const oauthState = (fields.get('state') ?? stateInCode).split('#')[0] ?? '';
  if (error !== '') {
    if (oauthState === '') throw new UserError({ code: 'paste-no-state' });
    return { error, oauthState };
  }
  if (code === '') throw new UserError({ code: 'paste-no-code' });
  if (oauthState === '') throw new UserError({ code: 'paste-no-state' });
  return { code, oauthState };
}
