/** How long the two halves of a login took; the person's own time between them does not count. */
export interface LoginTimes {
  /** From the command to the link. */
  readonly linkMs: number;
  /** From the pasted address to the result; 0 where there is none. */
  readonly resultMs: number;
}

export const flags = ['-claude-login', '-no-browser'] as const;
export const program = '/CLIProxyAPI/CLIProxyAPI';
/** A link of the provider's, up to whatever ends it in text or in JSON. */
export const linkPattern = /http[^\s"]+\/oauth\/authorize\?[^\s"]+/;
/** The message that says how a login ended well. */
export const resultPattern = /clients \d+ → \d+/;
export const email = 'ada@example.com';
