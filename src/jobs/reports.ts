import type { Problem } from '../errors';
import type { ClientCounts } from './account';

export interface RestartReport {
  readonly container: string;
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  /** From the end of the old run to the first answer of the new one. */
  readonly downMs: number;
}

export interface LogsReport {
  readonly container: string;
  /** Redacted, oldest first. */
  readonly lines: readonly { readonly atMs: number; readonly text: string }[];
}

export interface FileToImport {
  /** As the person's file is called. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Whose account it is, where the file does not say and the person did. */
  readonly email?: string;
}

export interface ImportReport {
  readonly server: string;
  /** In the order they came. */
  readonly files: readonly ImportedFile[];
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  /** CLIProxyAPI was restarted because it did not load a file by itself. */
  readonly restarted: boolean;
}

/** What became of one file; `name` is the person's. */
export type ImportedFile =
  | {
      readonly outcome: 'imported';
      readonly name: string;
      /** Its name in the auth directory. */
      readonly file: string;
      readonly provider: string;
      readonly email?: string;
      readonly replaced: boolean;
      /** Where what was there before lies now. */
      readonly backup?: string;
      /** It came from the Claude CLI, which goes on refreshing the same grant: one of the two is logged out. */
      readonly fromClaudeCli: boolean;
    }
  /** The Claude CLI's file does not say whose it is. Nothing was written. */
  | { readonly outcome: 'whose'; readonly name: string }
  /** Nothing was changed, or what was is as before. */
  | { readonly outcome: 'refused'; readonly name: string; readonly problem: Problem };

export interface TransferReport {
  readonly from: string;
  readonly to: string;
  readonly how: 'move' | 'copy';
  readonly imported: Extract<ImportedFile, { readonly outcome: 'imported' }>;
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  readonly restarted: boolean;
  /** It is at its new place, and could not be disabled where it came from. */
  readonly stillEnabled?: Problem;
}

export interface TestReport {
  readonly server: string;
  /** The port of the container that answered where the configured one did not. */
  readonly otherPort?: number;
  /** What the server offers, by name: the program itself has them in no order. */
  readonly models: readonly string[];
  /** What came of the one that was asked for. */
  readonly answered?: { readonly model: string; readonly firstLine: string; readonly ms: number };
}

export const strategies = ['round-robin', 'fill-first', 'weighted-round-robin'] as const;
export type Strategy = (typeof strategies)[number];

export interface BalanceReport {
  readonly server: string;
  /** What the program goes by; a word that is none of ours where it was written so. */
  readonly strategy: string;
  /** What it was before it was changed. */
  readonly before?: string;
  /** What this version knows. */
  readonly known: readonly Strategy[];
  /** The guide's `load_balancing:` block stands in config.yaml, where it does nothing. */
  readonly guideBlock: boolean;
  readonly by: 'management' | 'file';
}

/** A channel of One-Hub that points at one of our servers. */
export interface OneHubChannel {
  readonly id: number;
  readonly name: string;
  readonly server: string;
  readonly state: 'on' | 'off' | 'auto-off';
  readonly models: number;
  /** Of its last test; absent when there was none. */
  readonly responseMs?: number;
  readonly testedAtMs?: number;
  /** It bears the server's name or address, and yet requests do not arrive there: to be brought up to date. */
  readonly astray?: true;
}

/** What was brought up to date in a channel that was there. */
export type OneHubChange = 'address' | 'models' | 'key' | 'type';

export type OneHubReport =
  | {
      readonly kind: 'channels';
      readonly channels: readonly OneHubChannel[];
      /** Servers of ours that One-Hub has no channel for. */
      readonly missing: readonly string[];
    }
  | {
      readonly kind: 'connected';
      readonly channel: OneHubChannel;
      readonly added: boolean;
      /** Nothing where it was as it should be, and where it was added. */
      readonly changed: readonly OneHubChange[];
      /** One-Hub had switched it off by itself, and it was switched on again after a good test. */
      readonly switchedOn: boolean;
      readonly test:
        | { readonly ok: true; readonly model: string; readonly ms: number }
        /** In One-Hub's own words; absent where it did not answer in time. */
        | { readonly ok: false; readonly model: string; readonly reason?: string };
    };
