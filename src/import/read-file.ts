import { maxCredentialBytes } from '../cliproxy/credentials';
import { UserError } from '../errors';
import { asCredential, claudeCliLoginIn } from './claude-cli';
import { credentialIn, fieldsOf, unknownShape, type Credential, type Fields } from './credential';

/** What is in a file that somebody wants imported. */
export type ReadFile =
  | { readonly kind: 'credential'; readonly credential: Credential; readonly fromClaudeCli: boolean }
  /** A login of the Claude CLI, and nobody said whose. */
  | { readonly kind: 'whose' };

/**
 * Reads what a person or another server sent.
 *
 * @param email whose account it is, if the file cannot say.
 * @param nowMs by the clock of the server it is for.
 * @throws UserError `import-too-large`, `import-not-json`, `import-unknown-shape`, `import-no-token`,
 * `import-expired`.
 */
export function readFile(content: Buffer, email: string | undefined, nowMs: number): ReadFile {
  if (content.length > maxCredentialBytes) {
    throw new UserError({ code: 'import-too-large', mostBytes: maxCredentialBytes });
  }
  const fields = jsonObject(content);
  const cli = claudeCliLoginIn(fields);
  if (cli !== undefined) {
    refuseExpired(cli.expiresAtMs, cli.refreshToken !== undefined, nowMs);
    if (email === undefined) return { kind: 'whose' };
    const credential = credentialIn(asCredential(cli, email, nowMs));
    return { kind: 'credential', credential, fromClaudeCli: true };
  }
  const credential = credentialIn(fields);
  refuseExpired(credential.expiresAtMs, credential.refreshable, nowMs);
  return { kind: 'credential', credential, fromClaudeCli: false };
}

/** The bytes of a file of CLIProxyAPI. */
export function contentOf(fields: Fields): Buffer {
  return Buffer.from(`${JSON.stringify(fields)}\n`);
}

function jsonObject(content: Buffer): Fields {
  const fields = fieldsOf(json(content));
  if (fields === undefined) throw unknownShape();
  try {
    // What is nested too deep to be written again is no credential.
    contentOf(fields);
    return fields;
  } catch {
    throw unknownShape();
  }
}

function json(content: Buffer): unknown {
  try {
    // Editors of Windows begin a file with a byte order mark, which this takes away.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw new UserError({ code: 'import-not-json' });
  }
}

/** An access token that has ended and that nothing can renew is of use to nobody. */
function refuseExpired(expiresAtMs: number | undefined, refreshable: boolean, nowMs: number): void {
  if (expiresAtMs === undefined || refreshable || expiresAtMs > nowMs) return;
  throw new UserError({ code: 'import-expired', atMs: expiresAtMs });
}
