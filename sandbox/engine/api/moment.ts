import { EngineError } from './answers';

/**
 * A time as the Engine API takes it: seconds since 1970, with up to nine digits behind the point. Undefined
 * where none is given. Throws 400.
 */
export function nanoseconds(text: string | null): bigint | undefined {
  if (text === null || text === '') return undefined;
  const [, seconds = '', fraction = ''] = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (seconds === '') throw new EngineError(400, `strconv.ParseInt: parsing "${text}": invalid syntax`);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
