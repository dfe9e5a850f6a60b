import { UserError } from '../../errors';

const address = /^[^\s@<>()"'`\\/,;:]+@[^\s@<>()"'`\\/,;:]+\.[^\s@<>()"'`\\/,;:.]+$/;
/** The longest address that mail knows. */
const mostCharacters = 254;

export function isEmailAddress(text: string): boolean {
  return text.length <= mostCharacters && address.test(text);
}

/** The address that a person wrote. Throws UserError `not-an-email`. */
export function emailAddressIn(typed: string): string {
  const text = typed.trim().replace(/^mailto:/i, '');
  if (!isEmailAddress(text)) throw new UserError({ code: 'not-an-email', typed: text.slice(0, 80) });
  return text;
}
