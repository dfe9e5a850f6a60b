import { createLog } from '../src/log';
import type { LogLevel } from '../src/log';
import { registerSecret } from '../src/redact';

function recorded(level: LogLevel) {
  const lines: string[] = [];
  return { log: createLog(level, { write: line => void lines.push(line) }), lines };
}

describe('log', () => {
  it('writes one line of JSON with the moment, the level in words, the fields and the sentence', () => {
    const { log, lines } = recorded('info');

    log.info({ server: 'ali' }, 'connected');

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\n$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
      server: 'ali',
      msg: 'connected',
    });
  });

  it('writes nothing below its level', () => {
    const { log, lines } = recorded('warn');

    log.info({}, 'of no concern');
    log.warn({}, 'of concern');

    expect(lines).toHaveLength(1);
  });

  it('redacts fields, sentences and what a child adds', () => {
    registerSecret('hunter2-hunter2');
    const { log, lines } = recorded('info');

    log.child({ token: 'hunter2-hunter2' }).info({ url: '/callback?code=q1w2e3' }, 'got hunter2-hunter2');

    expect(lines[0]).not.toMatch(/hunter2|q1w2e3/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ token: '[redacted]', msg: 'got [redacted]' });
  });

  it('redacts the message, the stack, the cause and the fields of an error', () => {
    registerSecret('hunter2-hunter2');
    const { log, lines } = recorded('info');
    const cause = new Error('refused hunter2-hunter2');
    const error = Object.assign(new Error('no hunter2-hunter2', { cause }), { requestBody: 'code=q1w2e3' });

    log.error({ err: error }, 'it failed');

    expect(lines[0]).not.toMatch(/hunter2|q1w2e3/);
    expect(lines[0]).toContain('no [redacted]');
    expect(lines[0]).toContain('refused [redacted]');
    expect(lines[0]).toContain('log.test.ts');
  });
});
