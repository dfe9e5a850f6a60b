import { createHash } from 'node:crypto';
import type { Behaviour } from '../../cliproxyapi/behaviour';

export interface ContainerSettings {
  readonly name: string;
  readonly image: Image;
  /** The directory that stands for its `/`. */
  readonly directory: string;
  /** Its address in its Docker network. */
  readonly address: string;
  /** Where each of its ports really listens, on 127.0.0.1. */
  readonly ports: Readonly<Record<string, number>>;
  /** Whether its ports are published on the server. */
  readonly published: boolean;
  /** The stand-in's main file. */
  readonly standIn: string;
  readonly behaviour: Partial<Behaviour>;
  /** Variables beside those that every container has. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Image {
  /** What it is called (`eceasy/cli-proxy-api:latest`). */
  readonly name: string;
  /** What it is: the same name means another image after a pull. */
  readonly id: string;
}

export const usualImage = imageOf('eceasy/cli-proxy-api:latest');

/** An image by name; `pull` tells apart those that had the name one after the other. */
export function imageOf(name: string, pull = 0): Image {
  return { name, id: `sha256:${createHash('sha256').update(`${name} ${pull}`).digest('hex')}` };
}

export const programPath = '/CLIProxyAPI/CLIProxyAPI';
export const workingDirectory = '/CLIProxyAPI';
export const authDirectory = '/root/.cli-proxy-api';

/** The variables of a container, as inspect shows them. */
export function variables({ env }: ContainerSettings): Readonly<Record<string, string>> {
  return {
    TZ: 'Asia/Shanghai',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...env,
  };
}
