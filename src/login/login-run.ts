import type { Before } from '../cliproxy/loaded';
import type { OutputEvent } from '../cliproxy/output';
import type { Problem } from '../errors';
import type { CallbackPort } from '../jobs/login';
import type { Container } from '../server/server';

/** One login under way, whoever runs it: the program in the container, or the server itself. */
export interface LoginRun {
  /** What is heard of it, in the program's terms. Ends when it has; throws UserError when it can be heard no more. */
  readonly events: AsyncIterable<OutputEvent>;
  /** Where the callback is waited for; absent where no port is listened on. */
  readonly port?: CallbackPort;
  /** What the server itself calls it, where it was asked. */
  readonly oauthState?: string;
  /** It keeps nobody else from logging in. */
  readonly sideBySide: boolean;
  /** The callback was handed over. */
  delivered(): void;
  /**
   * Ends it and leaves nothing behind. Where it `isTold` that it is over, others may have begun since: nothing of
   * theirs is ended. Throws UserError whatever keeps the server out of reach.
   */
  end(container: Container, isTold: boolean): Promise<void>;
  /** Why it ended without success. */
  why(container: Container, before: Before): Promise<Problem>;
}
