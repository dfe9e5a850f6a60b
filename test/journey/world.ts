import type { Decision } from '../../sandbox/browser';
import type { Behaviour } from '../../sandbox/cliproxyapi/behaviour';
import type { PretendOneHub } from '../../sandbox/onehub/pretend-onehub';
import type { AccessRule } from '../../src/chat/access';
import type { Config } from '../../src/config';
import type { Jobs } from '../../src/jobs/jobs';

/** One server called `ali` with CLIProxyAPI on it, and a queue: pretend or real. */
export interface World {
  readonly config: Pick<Config, 'servers' | 'ssh'>;
  /** On this machine, and empty after a reset. */
  readonly oneHub: PretendOneHub;
  /** Where a server finds it. */
  readonly oneHubFromServer: string;
  /** Opens the queue; each call is what another process would do, where the store can be shared. */
  openJobs(): Promise<Jobs>;
  /** Back to how it was when it was opened: running, without accounts, behaving as usual. */
  reset(): Promise<void>;
  /** From the next start of the program on. */
  behave(change: Partial<Behaviour>): Promise<void>;
  /** Does on the consent page what a person does; the address their browser ends on. */
  visit(link: string, decision: Decision): Promise<string>;
  /** Of `ali`, or of another server there is. */
  authFiles(server?: string): Promise<readonly string[]>;
  /** What a file in the auth directory says; undefined where there is none. */
  readAuthFile(name: string, server?: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Command lines of what runs in the container. */
  processes(): Promise<readonly string[]>;
  /** Whether nothing listens on the callback port of the container. */
  portFree(): Promise<boolean>;
  /** Where the container's API is reached from this machine: `http://127.0.0.1:N`. */
  apiUrl(): Promise<string>;
  /** What a tunnel does: requests a path from the callback port of the container. */
  reach(path: string): Promise<void>;
  /** A line of the container's config.yaml, in force after a restart. */
  configure(line: string): Promise<void>;
  /** What the container's config.yaml holds. */
  readConfig(): Promise<string>;
  /** What somebody does with an editor: the program that runs notices it. */
  writeConfig(text: string): Promise<void>;
  /** Starts a login that nobody will finish. */
  leaveOrphan(): Promise<void>;
  /** Cuts every SSH connection. */
  dropConnections(): Promise<void>;
  /** Nobody listens on the SSH port; live connections are cut. */
  refuseConnections(on: boolean): Promise<void>;
  restartContainer(): Promise<void>;
  stopContainer(): Promise<void>;
  startContainer(): Promise<void>;
  /** Comes back when the container's program serves, whoever started it. */
  serves(): Promise<void>;
  /** `docker kill`, after which it stays down. */
  kill(): Promise<void>;
  /** Its program, which serves, ends by itself, and Docker starts it again. Comes back when it has ended. */
  crash(exitCode: number): Promise<void>;
  /** From now on its program ends by itself soon after each start; it begins with a crash. */
  loop(exitCode: number): Promise<void>;
  /** From its next start on it stays up. */
  heal(): Promise<void>;
  /** The kernel ends its program for want of memory. Comes back when it has ended. */
  oom(): Promise<void>;
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /**
   * What `docker compose up` does with a changed service. `tag`: of another release of the image; `pulled`: the
   * image's name stays and means another one. Comes back when it serves.
   */
  recreate(change?: { readonly tag?: string; readonly pulled?: boolean }): Promise<void>;
  /** Restarts Docker as `systemctl` does. Comes back when the container serves. Throws for a borrowed engine. */
  restartEngine(): Promise<void>;
  writeAuthFile(name: string, content: unknown, server?: string): Promise<void>;
  removeAuthFile(name: string): Promise<void>;
  /** Everything the store holds, as text; every queue must be closed. */
  contents(): Promise<string>;
  close(): Promise<void>;
}

export const ada = { id: 'telegram:1', name: 'Ada' } as const;
export const bob = { id: 'telegram:2', name: 'Bob', language: 'zh-CN' } as const;
export const stranger = { id: 'telegram:9', name: 'Eve' } as const;
export const group = 'telegram:chat:-100';

export const access: readonly AccessRule[] = [
  { right: 'operator', who: ada.id },
  { right: 'operator', who: bob.id },
];
