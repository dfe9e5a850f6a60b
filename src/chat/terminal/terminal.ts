import { type Interface, createInterface } from 'node:readline';
import type { Language } from '../../messages/language';
import type {
  CommandDescription,
  IncomingEvent,
  IncomingFile,
  Listener,
  MessageRef,
  Person,
  Platform,
} from '../platform';
import { findTyped, placeWords, readTyped } from '../typed-command';
import { createButtons } from './buttons';
import { completions } from './completion';
import { createFiles } from './files';
import { createScreen } from './screen';
import { type Disk, droppedFiles, sortWords } from './sent-files';
import { createSheets } from './sheets';
import { colourLook, plainLook } from './text';
import { beginsAddress, createTypedLines, isLongCode } from './typed-lines';

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Somebody sits there: with a prompt. Otherwise lines come in and go out, and nothing else. */
  readonly isTty: boolean;
  /** Colours, where somebody sits there. */
  readonly colour: boolean;
  readonly language: Language;
  /** What others in line read of the person. */
  readonly name: string;
  /** Where files are put that cannot be read in a terminal. */
  readonly files: string;
  /** Where the files are that somebody names. */
  readonly disk: Disk;
  /** The person wants to leave: `/quit`, Ctrl-C or Ctrl-D. */
  readonly onQuit: () => void;
}

/** The own terminal as a chat platform with one person in it. */
export interface Terminal extends Platform {
  /** A script's input is over and all of it was handed over; never where somebody sits. */
  readonly ended: Promise<void>;
}

const me = 'terminal:me';

export function createTerminal(options: TerminalOptions): Terminal {
  const { input, output, isTty, disk, onQuit } = options;
  const person: Person = { id: me, name: options.name, language: options.language, groups: [] };
  const screen = createScreen(output);
  const buttons = createButtons();
  const look = isTty && options.colour ? colourLook : plainLook;
  const sheets = createSheets(screen, buttons, createFiles(options.files, isTty, look), look);
  let reader: Interface | undefined;
  let asked: string | undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });

  /** What a line means; undefined when it was for the terminal itself. */
  function meaningOf(text: string, commands: readonly CommandDescription[]): Meaning | undefined {
    const typed = readTyped(text);
    if (typed?.name === 'quit') {
      onQuit();
      return undefined;
    }
    const known = typed === undefined ? undefined : findTyped(commands, typed.name);
    if (typed !== undefined && known !== undefined) return commandOf(known, typed.words, disk);
    const takesFiles = asked === undefined && commands.some(command => command.mostFiles !== undefined);
    const dropped = takesFiles ? droppedFiles(text, disk) : [];
    if (dropped.length > 0) return { event: { kind: 'files' }, files: dropped };
    const event =
      typed === undefined
        ? eventOf(text)
        : ({ kind: 'command', name: typed.name, options: {}, rest: typed.words } as const);
    return event && { event, files: [] };
  }

  function eventOf(text: string): IncomingEvent | undefined {
    const button = buttons.pressed(text);
    if (button?.kind === 'paste') {
      asked = button.action;
      screen.print([`${button.ask.title}: ${button.ask.label}`, `  ${button.ask.example}`]);
      return undefined;
    }
    if (button !== undefined) return { kind: 'action', action: button.action };
    const action = asked;
    asked = undefined;
    return action === undefined ? { kind: 'text', text } : { kind: 'paste', action, text };
  }

  function hear(text: string, commands: readonly CommandDescription[], listener: Listener): void {
    const meaning = meaningOf(text, commands);
    if (meaning === undefined) return;
    let answered: MessageRef | undefined;
    const received = listener.receive({
      person,
      place: me,
      isPrivate: true,
      ...meaning,
      answer: message => {
        if (answered === undefined) answered = sheets.add(message);
        else sheets.change(answered, message);
        return Promise.resolve(answered);
      },
      // What was typed stays on the screen of the person who typed it, and no file stands there.
      forget: () => Promise.resolve(true),
    });
    // The listener tells and logs its failures itself; here they must only not end the program.
    received.catch(() => undefined);
  }

  function listen(commands: readonly CommandDescription[], listener: Listener): Interface {
    const lines = createTypedLines(text => {
      if (reader !== undefined) hear(text, commands, listener);
    });
    const opened = createInterface({
      input,
      ...(isTty ? { output, terminal: true, prompt: '> ', historySize: 100 } : { terminal: false }),
      completer: (line: string) => completions(line, commands, listener, person, disk),
    });
    opened.on('line', raw => {
      const line = raw.trim();
      lines.add(
        line,
        beginsAddress(line) || (asked !== undefined && isLongCode(line)) || takesRest(line, commands),
      );
      if (isTty && reader !== undefined) opened.prompt();
    });
    opened.on('SIGINT', onQuit);
    opened.on('close', () => {
      lines.flush();
      screen.release();
      if (reader === undefined) return;
      if (isTty) onQuit();
      else end();
    });
    return opened;
  }

  return {
    name: 'terminal',
    ended,

    start: (commands, listener) => {
      reader = listen(commands, listener);
      if (isTty) screen.promptAt(reader);
      return Promise.resolve();
    },
    stop: () => {
      const opened = reader;
      reader = undefined;
      opened?.close();
      return Promise.resolve();
    },

    send: (_to, message) => attempt(() => sheets.add(message)),
    edit: (ref, message) =>
      attempt(() => {
        sheets.change(ref, message);
      }),
    remove: ref =>
      attempt(() => {
        sheets.remove(ref);
      }),
    openPrivate: () => Promise.resolve(me),
    privateChatUrl: () => undefined,
  };
}

interface Meaning {
  readonly event: IncomingEvent;
  readonly files: readonly IncomingFile[];
}

/** A command with its words; paths among them are files where it takes any. */
function commandOf(known: CommandDescription, words: string, disk: Disk): Meaning {
  const { files, rest } = known.mostFiles === undefined ? { files: [], rest: words } : sortWords(words, disk);
  return { event: { kind: 'command', name: known.name, ...placeWords(known.options, rest) }, files };
}

/** A command whose last words may go on in the next line. */
function takesRest(line: string, commands: readonly CommandDescription[]): boolean {
  const typed = readTyped(line);
  if (typed === undefined || typed.words === '') return false;
  return findTyped(commands, typed.name)?.options.some(option => option.takesRest === true) ?? false;
}

/** What throws becomes a rejected promise, as the port says. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise(resolve => {
    resolve(work());
  });
}
