/** A hop of ProxyJump as written; what is absent comes from the config file. */
export interface Jump {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/** Reads `user@host:port`, `ssh://user@host:port`, `[::1]:22`, several with commas; `none` is no hop. */
export function jumpsOf(text: string | undefined): readonly Jump[] {
  if (text === undefined || text.toLowerCase() === 'none') return [];
  return text
    .split(',')
    .map(part => part.trim().replace(/^ssh:\/\//i, ''))
    .filter(part => part !== '')
    .map(part => {
      const at = part.lastIndexOf('@');
      const user = at > 0 ? part.slice(0, at) : undefined;
      const rest = part.slice(at + 1).replace(/\/$/, '');
      const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(rest) ?? [];
      const port = portOf(digits);
      return {
        host: bracketed ?? plain ?? rest,
        ...(user === undefined ? {} : { user }),
        ...(port === undefined ? {} : { port }),
      };
    });
}

/** A port as text, undefined where it is none. */
export function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return text !== undefined && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
