import type { AlertPlace } from '../config';
import type { Jobs } from '../jobs/jobs';
import type { Catalogue } from '../messages/catalogue';
import type { AccessRule, Right } from './access';
import type { Incoming, Look, Message, Person, Platform } from './platform';

/** Commands have their descriptions in the catalogue, under their names. */
export type CommandName = keyof Catalogue['commands'];

/** What a command can use. */
export interface CommandContext {
  readonly incoming: Incoming;
  readonly person: Person;
  readonly platform: Platform;
  readonly words: Catalogue;
  readonly jobs: Jobs;
  readonly access: readonly AccessRule[];
  /** Where this person may use this command; never empty. */
  readonly servers: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** Where alerts go. */
  readonly alerts: readonly AlertPlace[];
  /** Every command there is, for `/help`. */
  readonly commands: readonly Command[];
}

export interface Option {
  readonly name: string;
  readonly required?: boolean;
  /** Takes everything to the end of the message. */
  readonly takesRest?: boolean;
  /** The only words it takes. They stand for themselves wherever they are typed. */
  readonly choices?: readonly string[];
  /** A word that looks like this is this one wherever it is typed (`/logs 100`, `/mute ali 2h`). */
  readonly looksLike?: Look;
  /** Words that are offered while one types (Discord, terminal); others are taken too. */
  readonly completes?: readonly string[];
  /** `false`: a server that is left out stays so for who has only one. */
  readonly fillsIn?: false;
}

export interface Command {
  /** The name of its file, as Discord writes it. */
  readonly name: CommandName;
  /** One called `server` is checked and completed, and is filled in for who has only one unless it says otherwise. */
  readonly options: readonly Option[];
  /** How many files it takes. */
  readonly mostFiles?: number;
  /** Who may; `anyone` also lets in those whom nobody named. */
  readonly access: Right | 'anyone';
  /** What is answered. Throws UserError for what the person should know. */
  readonly run: (context: CommandContext) => Promise<Message | undefined>;
}

/** Declares a command; one file in `commands/` holds one, exported as `command`. */
export function defineCommand(command: Command): Command {
  return command;
}

/** What they say is a server: one where the command acts, or both ends of a way. */
export function isServerOption(name: string): boolean {
  return name === 'server' || name === 'from' || name === 'to';
}
