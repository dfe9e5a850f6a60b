import { readEvent } from '../../../src/server/docker/event';

/** As Docker 27 writes it. */
const die =
  '{"status":"die","id":"c0ffee","from":"eceasy/cli-proxy-api:latest","Type":"container","Action":"die",' +
  '"Actor":{"ID":"c0ffee","Attributes":{"com.docker.compose.project":"x","execDuration":"3","exitCode":"137",' +
  '"image":"eceasy/cli-proxy-api:latest","name":"cliproxy"}},"scope":"local","time":1795381608,' +
  '"timeNano":1795381608818123456}';

function eventOf(action: string, attributes: Readonly<Record<string, string>> = {}): unknown {
  const Actor = { ID: 'c0ffee', Attributes: { name: 'cliproxy', image: 'x', ...attributes } };
  return readEvent(JSON.stringify({ Type: 'container', Action: action, Actor, timeNano: 2e18 }));
}

describe('an event of Docker', () => {
  it('is read with its time, to the microsecond', () => {
    const event = readEvent(die);

    expect(event).toEqual({
      atMs: expect.closeTo(1_795_381_608_818.123456, 3) as number,
      action: 'die',
      container: 'c0ffee',
      name: 'cliproxy',
      image: 'eceasy/cli-proxy-api:latest',
      exitCode: 137,
    });
  });

  it('has the signal of a kill', () => {
    expect(eventOf('kill', { signal: '15' })).toMatchObject({ action: 'kill', signal: 15 });
  });

  it.each([
    ['health_status: healthy', 'healthy'],
    ['health_status: unhealthy', 'unhealthy'],
  ])('says of %s what the health is', (written, action) => {
    expect(eventOf(written)).toMatchObject({ action });
  });

  it('may miss its image, as a container does whose image was removed', () => {
    expect(eventOf('start', { image: '' })).toMatchObject({ action: 'start', image: '' });
  });

  it.each([
    ['one of another kind', JSON.stringify({ Action: 'exec_create: sh', Actor: {}, timeNano: 1 })],
    ['the beginning of a health check', die.replaceAll('die', 'health_status: starting')],
    ['one of a network', die.replaceAll('"die"', '"connect"')],
    ['an empty line', ''],
    ['half a line', die.slice(0, 40)],
  ])('is not: %s', (_what, line) => {
    expect(readEvent(line)).toBeUndefined();
  });
});
