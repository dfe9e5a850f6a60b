/** A variable as a person writes it, e.g. `DISCORD_TOKEN`, `DISCORD_TOKEN_FILE`, `ALI_CONTAINER`. */
type Name = string;

/**
 * Something wrong in the configuration, as data that `messages/` puts into words. It names the variable and what
 * to write instead; it never holds a value, since any value may be a secret in the wrong place. `position` counts
 * the entries of a comma list from 1.
 */
export type Mistake =
  | { readonly code: 'env-file-unreadable' }
  | { readonly code: 'not-one-of'; readonly variable: Name; readonly allowed: readonly string[] }
  | { readonly code: 'not-a-url'; readonly variable: Name; readonly example: string }
  | { readonly code: 'not-a-port'; readonly variable: Name }
  | { readonly code: 'not-a-discord-token'; readonly variable: Name }
  | { readonly code: 'not-a-telegram-token'; readonly variable: Name }
  | { readonly code: 'not-a-discord-id'; readonly variable: Name; readonly position: number }
  | { readonly code: 'not-a-server-name'; readonly variable: Name; readonly position: number }
  | { readonly code: 'not-a-container-name'; readonly variable: Name }
  | { readonly code: 'not-an-absolute-path'; readonly variable: Name }
  /** It has blanks or other letters than ASCII in it, which no header of a request can carry. */
  | { readonly code: 'not-a-management-key'; readonly variable: Name }
  | { readonly code: 'not-an-api-key'; readonly variable: Name }
  | { readonly code: 'not-an-access-token'; readonly variable: Name }
  /** CLIProxyAPI puts a hash in the place of the key in its config.yaml, which somebody copied from there. */
  | { readonly code: 'management-key-is-hashed'; readonly variable: Name }
  /** Two names give the same prefix (`a-b` and `a.b` are both `A_B`), or one is there twice. */
  | {
      readonly code: 'servers-collide';
      readonly variable: Name;
      readonly positions: readonly [number, number];
      readonly prefix: string;
    }
  | { readonly code: 'not-an-access-entry'; readonly variable: Name; readonly position: number }
  | { readonly code: 'not-an-alert-place'; readonly variable: Name; readonly position: number }
  /** `token` is the variable that is missing. */
  | {
      readonly code: 'alert-place-without-token';
      readonly variable: Name;
      readonly position: number;
      readonly token: Name;
    }
  /** The part behind `@` is not in `SERVERS`. */
  | {
      readonly code: 'entry-for-unknown-server';
      readonly variable: Name;
      readonly position: number;
      readonly known: readonly string[];
    }
  | { readonly code: 'set-twice'; readonly variable: Name; readonly fileVariable: Name }
  /** It is of no use without the other. */
  | { readonly code: 'half-set'; readonly variable: Name; readonly missing: Name }
  /** An address that begins with https, and is to be reached through SSH, where only http can be spoken. */
  | { readonly code: 'via-needs-http'; readonly variable: Name; readonly via: Name }
  | { readonly code: 'secret-file-unreadable'; readonly variable: Name }
  | { readonly code: 'secret-file-empty'; readonly variable: Name }
  | { readonly code: 'role-needs-redis'; readonly variable: Name; readonly role: 'bot' | 'worker' }
  | { readonly code: 'servers-missing'; readonly variable: Name }
  | { readonly code: 'unknown-variable'; readonly variable: Name; readonly didYouMean: Name }
  /** A variable for one server (`TOKYO_CONTAINER`) whose server is not in `SERVERS`. */
  | { readonly code: 'variable-of-unknown-server'; readonly variable: Name; readonly didYouMean?: Name };

export type MistakeCode = Mistake['code'];
