const REDACTED = '[redacted]';

/** Shorter values would blot out ordinary words and protect nothing. */
const SHORTEST_SECRET = 6;

/**
 * What a secret looks like when nobody registered it. Lookbehinds let a pattern start only where a word
 * starts, which keeps the time linear on long lines. Quotes are matched with any number of backslashes
 * before them: JSON inside a JSON line is escaped once for each level.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // a link to authorize, whole, with or without its scheme
  [/(?<![\w.:/-])[\w.:/-]+\/oauth\/authorize\?[^\s"'\\<>]*/gi, '[redacted link]'],
  // the answer that comes back from it; `exit code=13` stays readable
  [
    /(?:\b|(?<=%[\dA-F]{2}))(code|state|code_verifier)(=|%3D)(?!\d{1,3}(?!\w))[^\s"'\\&<>]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/(?<![\w-])[\w-]{20,}(?:#|%23)[\w-]{16,}/g, REDACTED],
  // tokens by their own form: Anthropic, Telegram, and three dotted parts (Discord, JWT)
  [/sk-ant-[\w-]+/g, `sk-ant-${REDACTED}`],
  [/\/bot\d+:[^\s"'\\/]+/g, `/bot${REDACTED}`],
  [/(?<!\d)\d{6,}:[\w-]{30,}/g, REDACTED],
  [/(?<![\w.-])[\w-]{18,}\.[\w-]{6,}\.[\w-]{25,}/g, REDACTED],
  // Discord puts the token of an interaction in the path
  [/(\/(?:webhooks|interactions)\/\d+\/)[^\s"'\\/?]+/g, `$1${REDACTED}`],
  // headers, passwords in addresses, fields of JSON, private keys
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  [/(authorization(?:\\*")?\s*[:=]\s*(?:\\*")?)(?!\s|bearer|basic)[^"\\,\r\n]+/gi, `$1${REDACTED}`],
  [/(\b[a-z][a-z\d+.-]*:\/\/[^\s:@/"'\\]*:)[^\s@/"'\\]+(?=@)/gi, `$1${REDACTED}`],
  [
    /((?:access|refresh|id)_?token|client_?secret|code_?verifier|oauth_?state|api_?key|password|passphrase)(\\*"\s*:\s*\\*")[^"\\]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(-----END|$)/g, `$1${REDACTED}$2`],
];

const forms = new Set<string>();
let registered: RegExp | undefined;

/** Remembers a secret, so that {@link redact} takes it out of every text, also escaped for JSON or an address. */
export function registerSecret(value: string): void {
  if (value.length < SHORTEST_SECRET) return;
  for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) forms.add(form);
  const longestFirst = [...forms].sort((one, other) => other.length - one.length);
  registered = new RegExp(longestFirst.map(escaped).join('|'), 'g');
}

/** The text without registered secrets and without what looks like one. A JSON line stays valid JSON. */
export function redact(text: string): string {
  const known = registered === undefined ? text : text.replace(registered, REDACTED);
  return PATTERNS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), known);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
