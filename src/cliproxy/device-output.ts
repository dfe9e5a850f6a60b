/** A page of the provider where the person confirms a code; the program asks by itself how that went. */
export interface DeviceEvent {
  readonly kind: 'device';
  readonly link: string;
  /** Absent where the link holds it. */
  readonly userCode?: string;
  /** How long the code is good, where that was said (`This will timeout in 900 seconds`). */
  readonly withinMs?: number;
}

const header = /To authenticate, please visit:/;
/** Codex says both in a line each; it has one address for everybody (`sdk/auth/codex_device.go`). */
const codexLink = /Codex device URL: (https?:\/\/\S+)/;
const url = /^\s*(https?:\/\/\S+)\s*$/;
/** Codex, Kimi and xAI, in this order. */
const userCode = /(?:Codex device code|User code|Then enter this code): (\S+)/;
const waiting = /Waiting for authorization\.\.\./;
const within = /\(This will timeout in (\d+) seconds/;

/**
 * Reads the lines of a login by device code: the link, then the code, which Kimi leaves out where there is none, then
 * how long both are good. So one login has one event or two: the same again as soon as its time is known.
 *
 * @returns how to read a line: an event, `'taken'` for a line that holds a link and is no evidence of anything, or
 * undefined for one that says nothing of this.
 */
export function createDeviceReader(): (line: string) => DeviceEvent | 'taken' | undefined {
  let linkIsNext = false;
  let found: Omit<DeviceEvent, 'withinMs'> | undefined;
  let isTold = false;

  return line => {
    const [, link] = codexLink.exec(line) ?? (linkIsNext ? url.exec(line) : null) ?? [];
    if (link !== undefined) {
      linkIsNext = false;
      found = { kind: 'device', link };
      return 'taken';
    }
    if (header.test(line)) linkIsNext = true;
    if (found === undefined) return undefined;
    const [, code] = userCode.exec(line) ?? [];
    if (code !== undefined) {
      isTold = true;
      found = { ...found, userCode: code };
      return found;
    }
    if (waiting.test(line) && !isTold) {
      isTold = true;
      return found;
    }
    const [, seconds] = within.exec(line) ?? [];
    return seconds === undefined ? undefined : { ...found, withinMs: Number(seconds) * 1_000 };
  };
}
