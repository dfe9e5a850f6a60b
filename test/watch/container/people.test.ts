import { beganMs, usual, Watched } from './scene';

const mark = { container: usual.id, startedAtMs: usual.startedAtMs, by: 'Ada' };

describe('what people do to a container', () => {
  it('is a restart, told once and over when the port answers', () => {
    const watched = new Watched().answers(1);

    watched.hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']).isSilent(11).answers(12);

    expect(watched.tale).toEqual(['10–12 restarted']);
    expect(watched.incident).toMatchObject({ endIsNews: false, trouble: { exitCode: 0, ends: 0 } });
  });

  it.each([
    ['docker stop', ['kill 15', 'kill 9', 'die 137', 'stop']],
    ['docker kill', ['kill 9', 'die 137']],
  ])('is a stop with `%s`, and its end is told since people waited', (_command, events) => {
    const watched = new Watched().answers(1);
    const stopped = watched.hears(10, events).waits(300).incident;

    watched.hears(400, ['start']).answers(402);

    expect(stopped.trouble).toMatchObject({ cause: 'stopped', exitCode: 137 });
    expect(stopped).not.toHaveProperty('endedAtMs');
    expect(watched.tale).toEqual(['10–402 stopped']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('is no end when the signal is one that asks for something else', () => {
    const watched = new Watched().answers(1).hears(10, ['kill 1']);

    watched.hears(20, ['die 2']);

    expect(watched.incident.trouble).toMatchObject({ cause: 'crashed' });
  });

  it('is not to blame for a crash long after a signal that was not obeyed', () => {
    const watched = new Watched().answers(1).hears(10, ['kill 15']);

    watched.hears(3_000, ['die 2']);

    expect(watched.incident.trouble).toMatchObject({ cause: 'crashed' });
  });

  it('is one incident when `compose up` brings a new version', () => {
    const image = 'eceasy/cli-proxy-api:v7.2.141';
    const next = { container: 'decaf', image };
    const watched = new Watched().answers(1);

    watched
      .hears(10, ['create'], { ...next, name: 'c0ffee_cliproxy' })
      .hears(11, ['kill 15', 'die 0', 'stop', 'destroy'])
      .hears(12, ['rename', 'start'], next)
      .answers(13);

    expect(watched.tale).toEqual(['11–13 recreated']);
    expect(watched.incident.trouble).toMatchObject({
      image: { before: 'eceasy/cli-proxy-api:latest', after: image },
    });
  });

  it('is the same when the old container is renamed first, and removed last', () => {
    const watched = new Watched().answers(1);

    watched
      .hears(10, ['rename'], { name: 'old_cliproxy' })
      .hears(11, ['create'], { container: 'decaf' })
      .hears(12, ['kill 15', 'die 0', 'stop'], { name: 'old_cliproxy' })
      .hears(13, ['start'], { container: 'decaf' })
      .hears(14, ['destroy'], { name: 'old_cliproxy' })
      .answers(15);

    expect(watched.tale).toEqual(['12–15 recreated']);
    expect(watched.incident.trouble).not.toHaveProperty('image');
  });

  it('says which image the same tag was before', () => {
    const watched = new Watched().answers(1).hears(10, ['kill 9', 'die 137', 'destroy']);

    watched.hears(20, ['create', 'start'], { container: 'decaf' });
    const facts = { ...usual.facts, imageId: 'sha256:3333333333334444' };
    watched.looks(21, { ...usual, id: 'decaf', startedAtMs: beganMs + 20_005, facts });

    expect(watched.incident.trouble).toMatchObject({
      cause: 'recreated',
      image: {
        before: 'eceasy/cli-proxy-api:latest@111111111111',
        after: 'eceasy/cli-proxy-api:latest@333333333333',
      },
    });
  });

  it('is a removal as long as no other container has come', () => {
    const watched = new Watched().answers(1);

    watched.hears(10, ['kill 9', 'die 137', 'destroy']).waits(600);

    expect(watched.tale).toEqual(['10– removed']);
  });

  it('is a pause until the port answers again', () => {
    const watched = new Watched().answers(1);
    const paused = watched.hears(10, ['pause']).waits(20).incident;

    watched.hears(60, ['unpause']).answers(61);

    expect(paused.trouble).toMatchObject({ cause: 'paused' });
    expect(watched.tale).toEqual(['10–61 paused']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('does not concern other containers', () => {
    const watched = new Watched().answers(1);

    watched.hears(10, ['start', 'kill 15', 'die 1', 'destroy'], { container: 'beef', name: 'redis' });

    expect(watched.incidents).toEqual([]);
  });
});

describe('a restart of ours', () => {
  it('says who asked, and is no news when it is over', () => {
    const watched = new Watched().answers(1).sees(9, { kind: 'mark', mark });

    watched.hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']).answers(12);

    expect(watched.tale).toEqual(['10–12 restarted-by-us']);
    expect(watched.incident).toMatchObject({ endIsNews: false, trouble: { by: 'Ada' } });
  });

  it('is not taken for the restart after it', () => {
    const watched = new Watched().answers(1).sees(9, { kind: 'mark', mark });
    watched.hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']).answers(12);

    watched.hears(60, ['kill 15', 'die 0', 'stop', 'start', 'restart']).answers(62);

    expect(watched.tale).toEqual(['10–12 restarted-by-us', '60–62 restarted']);
    expect(watched.incidents[1]?.trouble).not.toHaveProperty('by');
  });

  it('says who started again what was down', () => {
    const watched = new Watched().answers(1).hears(10, ['die 1']).sees(20, { kind: 'mark', mark });

    watched.hears(21, ['start', 'restart']);

    expect(watched.incident.trouble).toMatchObject({ cause: 'crashed', by: 'Ada' });
  });

  it('that does not come back is told as what it is', () => {
    const watched = new Watched().answers(1).sees(9, { kind: 'mark', mark });

    watched.hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']).hears(11, ['die 1']);

    expect(watched.incident.trouble).toMatchObject({ cause: 'crashed', by: 'Ada', exitCode: 1 });
  });
});
