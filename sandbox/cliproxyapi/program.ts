import { join } from 'node:path';
import type { Behaviour } from './behaviour';
import type { Config } from './config';
import type { Log } from './log';
import type { Output } from './output';
import type { Traits } from './version';

/** What every part of the running program shares. */
export interface Program {
  readonly behaviour: Behaviour;
  readonly traits: Traits;
  readonly output: Output;
  readonly log: Log;
  /** The name it was started by. */
  readonly name: string;
  /** The user's home directory, as the program sees it. */
  readonly home: string;
  /** The working directory, as the program sees it. */
  readonly directory: string;
}

/** A program whose configuration was read. */
export interface ConfiguredProgram extends Program {
  readonly config: Config;
  readonly configFile: string;
}

/** A program that serves. What is configured may be another now than at its start. */
export interface RunningProgram extends ConfiguredProgram {
  config: Config;
  /** The configuration that was read last: the Management API changes {@link config} before it is. */
  read: Config;
  /** How it chooses accounts in fact. */
  strategy: string;
}

/** Where a path of the program really lies. */
export function realPath(behaviour: Behaviour, path: string): string {
  return behaviour.root === '' ? path : join(behaviour.root, path);
}

/** The path a real one is shown as. */
export function shownPath(behaviour: Behaviour, path: string): string {
  return behaviour.root !== '' && path.startsWith(behaviour.root)
    ? path.slice(behaviour.root.length) || '/'
    : path;
}

/** Where a port the program believes to use is really listened on; all interfaces unless it is moved. */
export function listenAddress(behaviour: Behaviour, port: number): { port: number; host?: string } {
  const moved = behaviour.ports[String(port)];
  return moved === undefined ? { port } : { port: moved, host: '127.0.0.1' };
}
