import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readEnvironment } from '../../src/config/environment';

describe('the environment', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds what .env says, below what the process has, and leaves the process as it is', () => {
    writeFileSync(join(folder, '.env'), '\uFEFFSERVERS=ali # mine\nPATH=/nowhere\nADMINS="terminal:me"\n');

    const environment = readEnvironment(folder);

    expect(environment.variables).toMatchObject({ SERVERS: 'ali', ADMINS: 'terminal:me' });
    expect(environment.variables['PATH']).toBe(process.env['PATH']);
    expect(environment.inEnvFile).toEqual(new Set(['SERVERS', 'PATH', 'ADMINS']));
    expect(process.env).not.toHaveProperty('SERVERS');
  });

  it('is the process alone where there is no .env', () => {
    const environment = readEnvironment(folder);

    expect(environment.variables).toEqual({ ...process.env });
    expect(environment.envFileReadable).toBe(true);
  });

  it('says when .env cannot be read', () => {
    mkdirSync(join(folder, '.env'));

    const environment = readEnvironment(folder);

    expect(environment.envFileReadable).toBe(false);
  });

  it('reads the files that hold secrets', () => {
    writeFileSync(join(folder, 'token'), 'hush\n');

    const { readFile } = readEnvironment(folder);

    expect(readFile(join(folder, 'token'))).toBe('hush\n');
    expect(() => readFile(join(folder, 'absent'))).toThrow('ENOENT');
  });
});
