import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'dotenv';

import { loadConfig } from '../src/config';
import { SERVER_SUFFIXES, VARIABLE_NAMES } from '../src/config/variables';
import { pretendEnvironment } from './config/pretend-environment';

const example = readFileSync(join(__dirname, '..', '.env.example'), 'utf8');
const ASSIGNMENT = /^#?([A-Z][A-Z0-9_]*)=/;

describe('.env.example', () => {
  it('documents every variable that is read, once, and no other', () => {
    const documented = example.split('\n').flatMap(line => ASSIGNMENT.exec(line)?.[1] ?? []);

    const read = [...VARIABLE_NAMES, ...SERVER_SUFFIXES.map(suffix => `ALI_${suffix}`)];

    expect(documented.sort()).toEqual(read.sort());
  });

  it('explains each in both languages', () => {
    const explained = explanations();

    const lacking = explained.filter(([, text]) => !/[a-z]{3}/.test(text) || !/\p{Script=Han}/u.test(text));

    expect(explained.length).toBeGreaterThan(VARIABLE_NAMES.length);
    expect(lacking).toEqual([]);
  });

  it('opens the sandbox when it is copied as it is', () => {
    const environment = pretendEnvironment({}, { envFile: parse(example) });

    const outcome = loadConfig(environment);

    expect(outcome.kind).toBe('sandbox');
  });

  it('shows values that would do', () => {
    const uncommented = example
      .split('\n')
      .filter(line => !/^#[A-Z_]+_FILE=/.test(line))
      .map(line => line.replace(/^#(?=[A-Z][A-Z0-9_]*=)/, ''))
      .join('\n');
    const tokens = {
      DISCORD_TOKEN: 'discord-secret',
      TELEGRAM_TOKEN: '42:telegram-secret',
      ONEHUB_TOKEN: 'onehub-secret',
    };
    const environment = pretendEnvironment({ SERVERS: 'ali', ...tokens }, { envFile: parse(uncommented) });

    const outcome = loadConfig(environment);

    expect(outcome).toMatchObject({
      kind: 'configured',
      config: {
        role: 'both',
        healthPort: 8080,
        servers: [{ containers: ['cliproxy'], apiUrl: 'http://cliproxy:8317' }],
        oneHub: { url: 'http://127.0.0.1:3000', via: 'ali' },
        alerts: [
          { to: 'discord:channel:123456789012345678' },
          { to: 'telegram:chat:-1001234567890/12', server: 'ali' },
        ],
      },
    });
  });
});

/** Each variable with the comment above it; variables that stand together share one. */
function explanations(): readonly (readonly [string, string])[] {
  let comment = '';
  let inComment = false;
  return example.split('\n').flatMap(line => {
    const name = ASSIGNMENT.exec(line)?.[1];
    if (name === undefined) comment = inComment ? `${comment}\n${line}` : line;
    inComment = name === undefined && line !== '';
    return name === undefined ? [] : [[name, comment] as const];
  });
}
