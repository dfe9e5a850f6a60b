import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type Terminal, type TerminalOptions, createTerminal } from '../../../src/chat/terminal/terminal';
import type { PlatformDriver, Seen } from '../platform.driver';

/** A terminal without a person, as a script has it: lines go in, and each print comes out as one piece. */
export function openPipe(change: Partial<TerminalOptions> = {}) {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  const prints: string[] = [];
  output.on('data', (text: string) => prints.push(text));
  const terminal: Terminal = createTerminal({
    input,
    output,
    isTty: false,
    colour: false,
    language: 'en',
    name: 'Mei',
    files: tmpdir(),
    disk: { workingDirectory: tmpdir(), home: tmpdir() },
    onQuit: () => undefined,
    ...change,
  });
  return { terminal, input, prints };
}

export function openDriver(): Promise<PlatformDriver> {
  const files = mkdtempSync(join(tmpdir(), 'terminal-test-'));
  // With a space, which a terminal writes with a backslash before it.
  const own = mkdtempSync(join(tmpdir(), 'terminal test '));
  const { terminal, input, prints } = openPipe({ files });
  const typed: string[] = [];

  function type(text: string): Promise<void> {
    typed.push(text);
    input.write(`${text}\n`);
    return Promise.resolve();
  }

  function numberOf(message: Seen, label: string): string {
    const number = new RegExp(String.raw`\[(\d+)\] ${label}`).exec(prints[Number(message.ref.id)] ?? '')?.[1];
    if (number === undefined) throw new Error(`no button ${label} in ${message.text}`);
    return number;
  }

  return Promise.resolve({
    platform: terminal,
    person: 'terminal:me',
    privateAddress: 'terminal:me',
    sharedAddress: 'terminal:me',
    sharedGroups: [],
    seen: () => Promise.resolve(prints.map(seenOf)),
    written: () => Promise.resolve(typed),
    types: (_, text) => type(text),
    sends: (_, sent, command) => {
      const paths = sent.map(({ name, bytes }) => {
        const path = join(own, name);
        writeFileSync(path, bytes);
        return path.replace(/[ '()]/g, String.raw`\$&`);
      });
      return type([command, ...paths].filter(Boolean).join(' '));
    },
    // They lie on the person's own disk, and nowhere else.
    filesIn: () => Promise.resolve([]),
    losesFiles: () => {
      for (const name of readdirSync(own)) rmSync(join(own, name));
      return Promise.resolve();
    },
    presses: (message, label) => type(numberOf(message, label)),
    pastes: async (message, label, text) => {
      await type(numberOf(message, label));
      await type(text);
    },
    closePrivateChat: () => Promise.reject(new Error('one cannot close the own terminal to a program in it')),
    failNext: () => {
      throw new Error('there is no server in between');
    },
    speaks: () => undefined,
    complaints: () => [],
    close: () => {
      for (const folder of [files, own]) rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  });
}

/** What was printed at once, taken apart again into words and buttons. */
function seenOf(print: string, index: number): Seen {
  const lines = print.trimEnd().split('\n');
  const firstButton = lines.findIndex(line => /^\[\d+\] |^\w+: https?:\/\/\S+$/.test(line));
  const buttonLines = firstButton < 0 ? [] : lines.slice(firstButton);
  const path = lines
    .map(line => /: (\/\S+\.(?:png|log))$/.exec(line)?.[1])
    .findLast(found => found !== undefined);
  return {
    ref: { address: 'terminal:me', id: String(index) },
    text: lines.slice(0, firstButton < 0 ? undefined : firstButton).join('\n'),
    secret: false,
    ...(path !== undefined && {
      file: { name: basename(path), bytes: readFileSync(path), isShown: false },
    }),
    buttons: buttonLines.flatMap((line): Seen['buttons'][number][] => {
      const url = /: (https?:\/\/\S+)$/.exec(line)?.[1];
      if (url !== undefined) return [{ label: line.slice(0, -url.length - 2), kind: 'link' as const, url }];
      return line
        .split('   ')
        .map(part => ({ label: part.replace(/^\[\d+\] /, ''), kind: 'action' as const }));
    }),
  };
}
