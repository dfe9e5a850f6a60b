import { beganMs, container, ours, Watched } from './scene';

describe('a container that ends by itself', () => {
  it.each([0, 1, 137])('has crashed, with exit code %i', exitCode => {
    const watched = new Watched().answers(1);

    watched.hears(10, [`die ${exitCode}`]);

    expect(watched.incident).toEqual({
      id: `ali.container.${(beganMs + 10_000).toString(36)}`,
      server: 'ali',
      startedAtMs: beganMs + 10_000,
      seenAtMs: ours(beganMs + 10_000),
      revision: 1,
      endIsNews: false,
      log: [],
      trouble: { kind: 'container', container: 'cliproxy', cause: 'crashed', exitCode, ends: 1 },
    });
  });

  it.each([
    ['before it tells of the end', ['oom', 'die 137', 'start']],
    ['after it told of the end', ['die 137', 'oom', 'start']],
  ])('was ended for its memory when Docker says so %s', (_when, events) => {
    const watched = new Watched().answers(1);

    watched.hears(10, events);

    expect(watched.incident.trouble).toMatchObject({ cause: 'out-of-memory', exitCode: 137, ends: 1 });
  });

  it('did not crash for its memory when another program of it did, long ago', () => {
    const watched = new Watched().hears(10, ['oom']);

    watched.hears(300, ['die 1']);

    expect(watched.incident.trouble).toMatchObject({ cause: 'crashed' });
  });

  it('is well again only when its port has answered for a minute, and has been since the first answer', () => {
    const watched = new Watched().answers(1).hears(10, ['die 1', 'start']).isSilent(11).answers(12);

    const early = watched.waits(71).incident;
    const late = watched.waits(73).incident;

    expect(early).not.toHaveProperty('endedAtMs');
    expect(early.trouble).toMatchObject({ answersSinceMs: beganMs + 12_000 });
    expect(late.endedAtMs).toBe(beganMs + 12_000);
  });

  it.each([
    [39, false],
    [41, true],
  ])('is told of at its end when people waited long: back after %i s', (answersAt, isNews) => {
    const watched = new Watched().answers(1).hears(10, ['die 1', 'start']).answers(answersAt);

    watched.waits(200);

    expect(watched.incident).toMatchObject({ endedAtMs: beganMs + answersAt * 1_000, endIsNews: isNews });
  });

  it('opens the same incident again when it crashes soon after it was well', () => {
    const watched = new Watched().answers(1).hears(10, ['die 1', 'start']).answers(12);
    const over = watched.waits(100).incident;

    const again = watched.hears(400, ['die 1']).incident;

    expect(over).toHaveProperty('endedAtMs');
    expect(again).not.toHaveProperty('endedAtMs');
    expect(again).toMatchObject({ id: over.id, trouble: { cause: 'crashed', ends: 2 } });
    expect(again.revision).toBeGreaterThan(over.revision);
  });

  it('is another incident when it crashes a day later', () => {
    const watched = new Watched().answers(1).hears(10, ['die 1', 'start']).answers(12).waits(100);

    watched.hears(20_000, ['die 1']);

    expect(watched.tale).toEqual(['10–12 crashed', '20000– crashed']);
  });

  it('that nobody starts again stays open', () => {
    const watched = new Watched().answers(1).hears(10, ['die 0']);

    watched.waits(4_000);

    expect(watched.tale).toEqual(['10– crashed']);
  });
});

describe('a container that loops', () => {
  it.each([0, 1])('is one incident with a count, also with exit code %i', exitCode => {
    const watched = new Watched();

    for (let second = 10; second < 110; second++) watched.hears(second, [`die ${exitCode}`, 'start']);

    expect(watched.tale).toEqual(['10– loops']);
    expect(watched.incident.trouble).toMatchObject({ ends: 100, exitCode });
  });

  it('every two minutes, answering in between, is one loop and not one incident after the other', () => {
    const watched = new Watched().answers(1);

    for (let minute = 1; minute <= 30; minute++) {
      watched.hears(minute * 120, ['die 0', 'start']).answers(minute * 120 + 3);
    }

    expect(watched.tale).toEqual(['120– loops']);
    expect(watched.incident.trouble).toMatchObject({ ends: 30 });
  });

  it('is over when it has served three times as long as it ever did between two ends', () => {
    const watched = new Watched().answers(1);
    for (const second of [100, 220, 340]) watched.hears(second, ['die 0', 'start']).answers(second + 3);

    const early = watched.waits(343 + 355).incident;
    const late = watched.waits(343 + 365).incident;

    expect(early).not.toHaveProperty('endedAtMs');
    expect(late).toMatchObject({ endedAtMs: beganMs + 343_000, endIsNews: true });
  });

  it('is a loop from the third end within ten minutes on', () => {
    const watched = new Watched().hears(10, ['die 0', 'start']).hears(300, ['die 0', 'start']);
    const twice = watched.incident.trouble;

    watched.hears(600, ['die 0', 'start']);

    expect(twice).toMatchObject({ cause: 'crashed', ends: 2 });
    expect(watched.incident.trouble).toMatchObject({ cause: 'loops', ends: 3 });
  });

  it('is over sooner when somebody had a hand in it', () => {
    const watched = new Watched();
    for (const second of [0, 200, 400]) watched.hears(second, ['die 1', 'start']);

    watched.hears(450, ['kill 15', 'die 0', 'stop', 'start', 'restart']).answers(452).waits(520);

    expect(watched.incident).toMatchObject({ trouble: { cause: 'loops' }, endedAtMs: beganMs + 452_000 });
  });

  it('and is stopped while Docker waits to start it again has been stopped by a person', () => {
    const watched = new Watched();
    for (const second of [0, 10, 20]) watched.hears(second, ['start', 'die 1']);

    watched.hears(25, ['stop']);

    expect(watched.incident.trouble).toMatchObject({ cause: 'stopped', ends: 3 });
  });

  it('at first sight is told with what Docker counted', () => {
    const loops = container({ status: 'restarting', facts: { restartCount: 41, exitCode: 0 } });

    const watched = new Watched(loops);

    expect(watched.incident.trouble).toMatchObject({ cause: 'loops', ends: 42 });
  });
});
