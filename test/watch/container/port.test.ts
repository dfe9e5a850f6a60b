import { beganMs, container, Watched } from './scene';

/** Asks every second whether the port answers, and it does not. */
function silence(watched: Watched, fromSeconds: number, toSeconds: number): Watched {
  for (let second = fromSeconds; second <= toSeconds; second++) watched.isSilent(second);
  return watched;
}

describe('the port of a container that runs', () => {
  it('may be silent for a moment after a start', () => {
    const watched = new Watched().answers(1).hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']);

    silence(watched, 11, 38).answers(39);

    expect(watched.tale).toEqual(['10–39 restarted']);
  });

  it('is an incident when it never answers, whatever the log said', () => {
    const watched = new Watched(container({ startedAtMs: beganMs }));

    silence(watched, 1, 40);

    expect(watched.tale).toEqual(['1– not-answering']);
  });

  it('says so of a restart that did not lead to an answer', () => {
    const watched = new Watched().answers(1).hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']);

    silence(watched, 11, 45);

    expect(watched.tale).toEqual(['10– not-answering']);
  });

  it('says what was done to it once it answers, however late', () => {
    const watched = new Watched().answers(1).hears(10, ['kill 15', 'die 0', 'stop', 'start', 'restart']);

    silence(watched, 11, 45).answers(46).answers(80).waits(120);

    expect(watched.tale).toEqual(['10–46 restarted']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('is believed to answer still when one look failed', () => {
    const watched = new Watched().answers(1).isSilent(30).answers(90);

    watched.waits(200);

    expect(watched.incidents).toEqual([]);
  });

  it('is well when it has answered for a minute', () => {
    const watched = silence(new Watched().answers(1), 30, 70);

    watched.answers(71).answers(100).waits(140);

    expect(watched.tale).toEqual(['30–71 not-answering']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('that answers and falls silent by turns is one incident', () => {
    const watched = silence(new Watched().answers(1), 30, 70).answers(71).waits(200);

    silence(watched, 300, 340);

    expect(watched.tale).toEqual(['30– not-answering']);
  });

  it('is not what a look at an earlier run says', () => {
    const watched = new Watched().answers(1).hears(10, ['die 1', 'start']);

    watched.sees(11, { kind: 'port', run: 1, answers: true }).waits(200);

    expect(watched.incident.trouble).not.toHaveProperty('answersSinceMs');
  });
});

describe("Docker's own health check", () => {
  it('is an incident when it fails, and over when it and the port are well', () => {
    const watched = new Watched().answers(1);

    watched.hears(10, ['unhealthy']).answers(11).hears(100, ['healthy']).answers(101).waits(200);

    expect(watched.tale).toEqual(['10–100 unhealthy']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('counts from the first look on', () => {
    const watched = new Watched(container({ facts: { health: 'unhealthy' } }));

    expect(watched.tale).toEqual(['0– unhealthy']);
  });
});

describe('the first look at a server', () => {
  it('takes a container that is up for known', () => {
    const watched = new Watched(container({ facts: { restartCount: 7 } }));

    watched.answers(1).waits(600);

    expect(watched.incidents).toEqual([]);
  });

  it.each([
    ['exited', { exitCode: 0 }, 'stopped'],
    ['exited', { exitCode: 1 }, 'crashed'],
    ['exited', { exitCode: 137, oomKilled: true }, 'out-of-memory'],
    ['paused', {}, 'paused'],
  ])('tells of one that is %s with %j', (status, facts, cause) => {
    const watched = new Watched(container({ status, facts: { finishedAtMs: beganMs - 9_000, ...facts } }));

    expect(watched.incident.trouble).toMatchObject({ cause });
  });
});
