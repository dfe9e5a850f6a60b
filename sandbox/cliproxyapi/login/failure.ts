/** A failure the program logs with a sentence of its own (`AuthenticationError` in the original). */
export class AuthenticationFailed extends Error {
  override readonly name: string = 'AuthenticationFailed';

  constructor(
    readonly sentence = 'Authentication failed. Please try again.',
    readonly exitCode = 0,
  ) {
    super(sentence);
  }
}

/** The callback port is taken. The original's sentence names a port it never uses. */
export class PortInUse extends AuthenticationFailed {
  override readonly name = 'PortInUse';

  constructor() {
    super(
      'The required port is already in use. Please close any applications using port 3000 and try again.',
      13,
    );
  }
}

export class CallbackTimedOut extends AuthenticationFailed {
  override readonly name = 'CallbackTimedOut';

  constructor() {
    super('Authentication timed out. Please try again.');
  }
}
