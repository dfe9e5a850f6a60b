import type { Address, MessageRef, PersonId } from '../chat/platform';
import type { Problem } from '../errors';
import type { Language } from '../messages/language';
import type { ClientCounts } from './account';

/** `<server>.<random>`: says where the login runs, fits in a button, and is a valid BullMQ job id. */
export type LoginId = `${string}.${string}`;

/** The server a login runs on. */
export function serverOf(id: LoginId): string {
  return id.slice(0, id.lastIndexOf('.'));
}

/** Whom one can log in with. */
export const providerNames = ['claude', 'codex', 'codex-device', 'antigravity', 'kimi', 'xai'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface Requester {
  readonly id: PersonId;
  readonly name: string;
  readonly language: Language;
}

/** How far a login is. Holds the link only while it waits for the person. */
export type LoginState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'waiting';
      readonly link: string;
      /** The OAuth `state` of the link; a pasted callback must carry the same. */
      readonly oauthState: string;
      /** Absent where the server itself was asked for the link: then nothing listens, and nobody need wait in line. */
      readonly port?: CallbackPort;
      /** Others wait in line though no port is listened on: this server ends them all with the first that is done. */
      readonly alone?: true;
      readonly untilMs: number;
      /** A login that nobody finished held the port and was ended first. */
      readonly endedOrphan: boolean;
    }
  /** The person confirms a code on the provider's page; nothing comes back through them. */
  | {
      readonly kind: 'confirming';
      readonly link: string;
      /** Absent where the link holds it. */
      readonly userCode?: string;
      /** The server itself was asked: nobody need wait in line. */
      readonly sideBySide: boolean;
      /** What the server itself calls this login, where it was asked. */
      readonly oauthState?: string;
      readonly untilMs: number;
    }
  | { readonly kind: 'checking' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'done'; readonly result: LoginResult }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Whether a login waits for its person in a way that keeps nobody else from logging in. */
export function isSideBySide(state: LoginState): boolean {
  if (state.kind === 'waiting') return state.port === undefined && state.alone !== true;
  return state.kind === 'confirming' && state.sideBySide;
}

/** Where a program in the container listens for the callback. */
export interface CallbackPort {
  /** As in the link (54545 for Claude). */
  readonly number: number;
  /** The `ssh -L …` line for those who prefer a tunnel. */
  readonly tunnel: string;
}

export interface LoginResult {
  /** The file's name in the auth directory. */
  readonly file: string;
  readonly email?: string;
  readonly replaced: boolean;
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  /** CLIProxyAPI was restarted because it did not load the file by itself. */
  readonly restarted: boolean;
}

/** A login as it lies in the queue. */
export interface Login {
  readonly id: LoginId;
  readonly server: string;
  readonly provider: ProviderName;
  readonly requester: Requester;
  /** Where the command was given, if that is not the private chat: the result goes there too. */
  readonly origin?: Address;
  /** The status message in the requester's private chat. */
  readonly shownAt: MessageRef;
  readonly requestedAtMs: number;
  readonly state: LoginState;
}
