import { createHash } from 'node:crypto';
import type { Credential } from './credential';

/** What CLIProxyAPI makes of e-mails and account ids, and nothing that means something to a shell or in a path. */
const safeName = /^[A-Za-z0-9][A-Za-z0-9@._+-]*\.json$/;
/** File systems take 255 bytes, and a backup's name is longer than this one. */
const mostCharacters = 200;
const mostOfEmail = 120;

/**
 * The name a credential gets in the auth directory: the person's own if it is one that CLIProxyAPI could have given
 * to this account (it may say more: a plan, an organization), else made of type and e-mail as CLIProxyAPI does it.
 */
export function fileNameFor(credential: Credential, given: string): string {
  return fits(credential, given) ? given : builtName(credential);
}

/** A name that says another account's would have this one overwrite that. */
function fits({ email, provider }: Credential, name: string): boolean {
  if (!safeName.test(name) || name.length > mostCharacters) return false;
  const plain = name.toLowerCase();
  // Gemini CLI's were called by the account alone at first.
  const isItsType = plain.startsWith(`${kindOf(provider)}-`) || provider === 'gemini-cli';
  return isItsType && (email === undefined || plain.includes(safe(email).toLowerCase()));
}

function builtName({ email, fields, grant, provider }: Credential): string {
  const project = fields['project_id'];
  const isByProject = provider === 'gemini-cli' || provider === 'vertex';
  const parts = [
    kindOf(provider),
    ...(email === undefined ? [] : [safe(email)]),
    ...(isByProject && typeof project === 'string' ? [safe(project)] : []),
  ].filter(part => part !== '');
  // Too little of it to find the token by, and the same when the same file comes once more.
  const told = parts.length > 1 ? parts : [...parts, hash(grant)];
  return `${told.join('-')}.json`;
}

function kindOf(provider: string): string {
  return provider === 'gemini-cli' ? 'gemini' : provider;
}

function safe(text: string): string {
  return text
    .trim()
    .replace(/[^A-Za-z0-9@._+-]/g, '-')
    .slice(0, mostOfEmail);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
