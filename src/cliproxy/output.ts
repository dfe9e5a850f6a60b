import { createDeviceReader, type DeviceEvent } from './device-output';
import { versionIn } from './version';

/**
 * What the login prints, as events. Exact strings of CLIProxyAPI v3.1 to v7.2; both wordings and both log
 * prefixes are understood, and everything around them is tolerated.
 */
export type OutputEvent =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'link'; readonly link: string; readonly oauthState: string }
  | DeviceEvent
  | { readonly kind: 'prompt' }
  | { readonly kind: 'saved'; readonly path: string }
  /**
   * Only the line with the exclamation mark: the one without is printed before the file is written. Kimi prints it
   * twice, before and after, so that it says nothing without `saved`.
   */
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly detail: string }
  | { readonly kind: 'log'; readonly level: string; readonly message: string }
  /** Any other line; kept as evidence. */
  | { readonly kind: 'line'; readonly text: string };

const prompt = /Paste the .+? callback (?:URL|Token) \(or press Enter to keep waiting\): /;
const linkHeader =
  /Visit the following URL to continue authentication:|Please open this URL in your browser:/;
const saved = /Authentication saved to:? (\S.*\.json)\s*$/;
const success = /\w authentication successful!/;
const failure = /\w authentication failed: (.*)$/;
const logLine = /^\[[^\]]+\] (?:\[[^\]]{8}\] )?\[(\w+)\s*\] \[[^\]]+\] (.*)$/;
const url = /https?:\/\/[^\s"'<>]+/;

export interface OutputReader {
  push(chunk: string): readonly OutputEvent[];
  /** What is left when the program ended without a last line break. */
  end(): readonly OutputEvent[];
}

/**
 * Reads output that comes in any pieces. A link counts only when its line is complete. The paste prompt has
 * no line break (v6.6.40), so the next line is glued to it: it is cut out wherever it stands.
 */
export function createOutputReader(): OutputReader {
  let rest = '';
  let linkIsNext = false;
  const readDevice = createDeviceReader();

  const read = (line: string): OutputEvent | undefined => {
    const text = line.replace(/\r$/, '');
    if (text.trim() === '') return undefined;
    const link = linkIn(text, linkIsNext);
    if (link !== undefined) {
      linkIsNext = false;
      return link;
    }
    linkIsNext ||= linkHeader.test(text);
    const device = readDevice(text);
    if (device === 'taken') return undefined;
    return device ?? eventOf(text);
  };

  return {
    push(chunk) {
      const events: OutputEvent[] = [];
      rest += chunk;
      for (let cut = prompt.exec(rest); cut !== null; cut = prompt.exec(rest)) {
        events.push(...complete(rest.slice(0, cut.index), read), { kind: 'prompt' });
        rest = rest.slice(0, cut.index).replace(/^[^]*\n/, '') + rest.slice(cut.index + cut[0].length);
      }
      events.push(...complete(rest, read));
      rest = rest.slice(rest.lastIndexOf('\n') + 1);
      return events;
    },
    end() {
      const event = read(rest);
      rest = '';
      return event === undefined ? [] : [event];
    },
  };
}

function complete(text: string, read: (line: string) => OutputEvent | undefined): OutputEvent[] {
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap(line => read(line) ?? []);
}

function linkIn(text: string, expected: boolean): OutputEvent | undefined {
  const found = url.exec(text)?.[0];
  if (found === undefined || !(expected || found.includes('/oauth/authorize?'))) return undefined;
  const oauthState = URL.canParse(found) ? new URL(found).searchParams.get('state') : null;
  return oauthState === null || oauthState === '' ? undefined : { kind: 'link', link: found, oauthState };
}

function eventOf(text: string): OutputEvent {
  const [, path] = saved.exec(text) ?? [];
  if (path !== undefined) return { kind: 'saved', path };
  if (success.test(text)) return { kind: 'success' };
  const [, detail] = failure.exec(text) ?? [];
  if (detail !== undefined) return { kind: 'failure', detail };
  const number = versionIn(text);
  if (number !== undefined) return { kind: 'version', version: number };
  const [, level, message] = logLine.exec(text) ?? [];
  if (level !== undefined && message !== undefined) return { kind: 'log', level, message };
  return { kind: 'line', text };
}
