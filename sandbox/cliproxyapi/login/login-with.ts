import type { ConfiguredProgram } from '../program';
import type { LoginFlag } from '../version';
import { antigravityLogin } from './antigravity-login';
import { codexDeviceLogin } from './codex-device-login';
import { codexLogin } from './codex-login';
import { earlyXaiLogin } from './early-xai-login';
import { kimiLogin } from './kimi';
import { login } from './login';
import { xaiLogin } from './xai';

/**
 * Runs a login to its end and returns the exit code.
 *
 * @param port the one given by flag; 0: the provider's own.
 */
export function loginWith(name: LoginFlag, program: ConfiguredProgram, port: number): Promise<number> {
  switch (name) {
    case 'claude':
      return login(program, port || 54545);
    case 'codex':
      return codexLogin(program, port || 1455);
    case 'codex-device':
      return codexDeviceLogin(program);
    case 'antigravity':
      return antigravityLogin(program, port || 51121);
    case 'kimi':
      return kimiLogin(program);
    case 'xai':
      return program.traits.xaiByCode ? xaiLogin(program) : earlyXaiLogin(program);
  }
}
