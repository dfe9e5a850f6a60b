import { z } from 'zod';

/** An `http` or `https` address, without the slash at its end. */
export const webAddress = z.url({ protocol: /^https?$/ }).transform(address => address.replace(/\/+$/, ''));

/** An address that ioredis understands. */
export const redisAddress = z.url({ protocol: /^rediss?$/ });

/** The password of an address, as written and as meant. */
export function passwordsIn(address: string): readonly string[] {
  const { password } = new URL(address);
  return password === '' ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
