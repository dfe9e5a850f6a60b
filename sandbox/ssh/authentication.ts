import ssh2 from 'ssh2';
import type { AuthContext, ParsedKey } from 'ssh2';

/** Whether somebody proves to be the user by the one authorized key. */
export function checkKey(
  context: AuthContext,
  authorized: { readonly user: string; readonly authorizedKey: string },
): boolean {
  if (context.method !== 'publickey' || context.username !== authorized.user) return false;
  const key = parsed(authorized.authorizedKey);
  if (context.key.algo !== key.type || !key.getPublicSSH().equals(context.key.data)) return false;
  // Without a signature the client only asks whether this key would do.
  if (context.signature === undefined || context.blob === undefined) return true;
  return key.verify(context.blob, context.signature, context.hashAlgo);
}

function parsed(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}
