import { alertMessage, endMessage } from '../../../src/chat/alerts/alert-message';
import type { Incident, Trouble } from '../../../src/jobs/incident';
import { wordsFor } from '../../../src/messages/catalogue';
import { beganAtMs, crash, incidentOf, refused } from '../../fakes/incident';
import { buttonsOf, plainText } from '../../fakes/plain';
import { englishIn, flaws, isChinese } from '../../messages/reading';
import { incidents, troubles } from './incidents';

const en = wordsFor('en', 'telegram');
const zh = wordsFor('zh-CN', 'telegram');
const began = new Date(beganAtMs).toISOString();

const read = (incident: Incident, words = en, sentAtMs = beganAtMs) =>
  plainText(alertMessage([{ incident, sentAtMs }], words).text);
const actionsOf = (trouble: Trouble, change: Partial<Incident> = {}) =>
  buttonsOf(alertMessage([{ incident: incidentOf({ trouble, ...change }), sentAtMs: beganAtMs }], en)).map(
    button => ('action' in button ? button.action : ''),
  );

describe('the message of an incident', () => {
  it('says what is wrong, since when, and what the log says', () => {
    const incident = incidentOf({
      trouble: { ...crash, cause: 'loops', ends: 7, exitCode: 0, answersSinceMs: beganAtMs + 60_000 },
      log: ['one', 'two'],
    });

    const text = read(incident);

    expect(text).toBe(
      [
        '🔁 ali: CLIProxyAPI keeps crashing: 7× (exit code 0)',
        `Since ${began}`,
        `Its port answers again since ${new Date(beganAtMs + 60_000).toISOString()}. I'm watching whether that lasts.`,
        'one',
        'two',
      ].join('\n'),
    );
  });

  it('says first that it is over, and what it was', () => {
    const trouble = { ...crash, cause: 'loops', ends: 7, exitCode: 0 } as const;

    const texts = [en, zh].map(words => read(incidentOf({ trouble, endedAtMs: beganAtMs + 754_000 }), words));

    expect(texts).toEqual([
      `✅ ali: works again after 13 min\nCLIProxyAPI crashed 7 times (exit code 0)\nBegan ${began}`,
      `✅ ali：恢复正常，中断了 13 分钟\nCLIProxyAPI 崩溃了 7 次（退出码 0）\n开始于 ${began}`,
    ]);
  });

  it('says of something that only happened when it did', () => {
    const trouble = { kind: 'appeared', file: 'claude-bob@example.com.json', provider: 'claude' } as const;

    const text = read(incidentOf({ trouble, endedAtMs: beganAtMs }));

    expect(text).toBe(
      `➕ ali: new account c…@example.com.json (claude), not from a login of mine\nHappened ${began}`,
    );
  });

  it('says who asked for a restart of ours', () => {
    const text = read(incidentOf({ trouble: { ...crash, cause: 'restarted-by-us', by: 'Ada' } }));

    expect(text).toContain('🔄 ali: I restarted CLIProxyAPI: Ada asked');
  });

  it('says how to reach a server that cannot be reached', () => {
    const problem = { code: 'ssh-timeout', server: 'ali', host: 'ali.example', port: 22 } as const;

    const text = read(incidentOf({ trouble: { kind: 'unreachable', problem } }));

    expect(text).toMatch(
      /^🔌 ali: cannot be reached\nSince .*\nali does not answer \(SSH to ali.example:22\)/,
    );
  });

  it('says that it is told late, told or happened more than a minute ago', () => {
    const isLate = (seenAtMs: number, sentAtMs: number): boolean =>
      read(incidentOf({ seenAtMs }), en, sentAtMs).includes('told late');

    expect(isLate(beganAtMs, beganAtMs + 60_000)).toBe(false);
    expect(isLate(beganAtMs, beganAtMs + 60_001)).toBe(true);
    // Nobody looked when it happened.
    expect(isLate(beganAtMs + 600_000, beganAtMs + 600_000)).toBe(true);
  });

  it('does not call an account late whose trouble is older than our look at it', () => {
    const text = read(
      incidentOf({ trouble: refused, seenAtMs: beganAtMs + 600_000 }),
      en,
      beganAtMs + 600_100,
    );

    expect(text).not.toContain('late');
  });

  it('masks every address of a person, also in the log', () => {
    const log = ['refresh failed for ada@example.com'];

    const texts = troubles.map(trouble => read(incidentOf({ trouble, log })));

    expect(texts.filter(text => /ada@|bob@/.test(text))).toEqual([]);
  });

  it.each(
    incidents.map(incident => [JSON.stringify(incident.trouble), incident.endedAtMs, incident] as const),
  )('is whole in both languages: %s, ended at %s', (_trouble, _endedAtMs, incident) => {
    const messages = [en, zh].map(words => alertMessage([{ incident, sentAtMs: 0 }], words).text);
    const ends = [en, zh].map(words => endMessage([incident], words).text);

    expect([...messages, ...ends].map(plainText).flatMap(flaws)).toEqual([]);
    expect([...messages, ...ends].map(plainText).map(isChinese)).toEqual([false, true, false, true]);
    const said = [...(messages[1] ?? []), ...(ends[1] ?? [])].filter(part => typeof part === 'string');
    expect(said.flatMap(englishIn)).toEqual([]);
  });
});

describe('the message of several incidents', () => {
  it.each([en, zh])('fits into a message of every platform', words => {
    const server = 's'.repeat(32);
    const shown = incidents
      .filter(each => each.endedAtMs === undefined)
      .map(incident => ({ incident: { ...incident, server }, sentAtMs: beganAtMs + 100_000 }))
      .sort((one, other) => read(other.incident, words).length - read(one.incident, words).length)
      .slice(0, 12);

    const length = plainText(alertMessage(shown, words).text).length;

    expect(length).toBeLessThan(2_000);
  });

  it('has a button for each login that is needed, four at most, and one to mute', () => {
    const shown = ['a', 'b', 'c', 'd', 'e', 'f'].map(server => ({
      incident: incidentOf({ server, trouble: refused }),
      sentAtMs: beganAtMs,
    }));

    const { buttons = [] } = alertMessage(shown, en);

    expect(buttons.map(row => row.map(({ label }) => label))).toEqual([
      ['Log in again: a'],
      ['Log in again: b'],
      ['Log in again: c'],
      ['Log in again: d'],
      ['Mute 2 h'],
    ]);
  });
});

function refusedBy(provider: string, file = `${provider}.json`): Trouble {
  return { kind: 'needs-login', file, provider, reason: 'expired' };
}

describe('the buttons of several', () => {
  it('are one for each provider of a server', () => {
    const shown = ['claude', 'codex', 'codex', 'vertex'].map((provider, index) => ({
      incident: incidentOf({ trouble: refusedBy(provider, `${index}.json`) }),
      sentAtMs: beganAtMs,
    }));

    const { buttons = [] } = alertMessage(shown, en);

    expect(buttons.flat().map(({ label }) => label)).toEqual([
      'Log in again: ali',
      'Log in again: ali · Codex',
      'Mute 2 h',
    ]);
  });
});

describe('the buttons of an incident', () => {
  const when = beganAtMs.toString(36);

  it.each([
    ['crashed', ['restart:ali', 'logs:ali', 'mute:ali:2h']],
    ['stopped', ['restart:ali', 'logs:ali', 'mute:ali:2h']],
    ['recreated', ['logs:ali', 'mute:ali:2h']],
    ['removed', ['doctor:ali', 'mute:ali:2h']],
  ] as const)('of a container that was %s', (cause, actions) => {
    expect(actionsOf({ ...crash, cause })).toEqual(actions);
  });

  it('of an account that needs it log in again', () => {
    expect(actionsOf(refused)).toEqual([`again:ali:${when}`, 'logs:ali', 'mute:ali:2h']);
  });

  it('of an account of another provider log that one in', () => {
    expect(actionsOf(refusedBy('codex'))).toEqual([`a.c:ali:${when}`, 'logs:ali', 'mute:ali:2h']);
  });

  it('of an account that we could not log in do not', () => {
    const trouble = refusedBy('vertex');

    expect(actionsOf(trouble)).toEqual(['logs:ali', 'mute:ali:2h']);
    expect(read(incidentOf({ trouble }))).toContain("I can't log vertex accounts in");
  });

  it('are gone when it is over', () => {
    const actions = troubles.flatMap(trouble => actionsOf(trouble, { endedAtMs: beganAtMs + 1 }));

    expect(actions).toEqual([]);
  });

  it('are short enough to come back, however long the name of a server', () => {
    const actions = troubles.flatMap(trouble => actionsOf(trouble, { server: 's'.repeat(32) }));

    expect(actions.filter(action => !/^[A-Za-z0-9:._-]{1,48}$/.test(action))).toEqual([]);
  });
});
