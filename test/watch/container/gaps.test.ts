import { beganMs, container, usual, Watched } from './scene';

/** The usual container in another run, as an inspect has it. */
const startedAt = (seconds: number, facts: Partial<(typeof usual)['facts']> = {}, status = 'running') =>
  container({
    status,
    startedAtMs: beganMs + seconds * 1_000,
    facts: { finishedAtMs: beganMs + (seconds - 1) * 1_000, ...facts },
  });

describe('after nobody looked for a while', () => {
  it('nothing is invented when nothing happened', () => {
    const watched = new Watched().answers(1).loses(10);

    watched.looks(15, usual, { remembers: true }).answers(16).waits(600);

    expect(watched.incidents).toEqual([]);
  });

  it('what Docker repeats is told with the time it happened', () => {
    const watched = new Watched().answers(1).isTakenOver(299);

    watched.sees(300, event('die', 100)).sees(300, event('start', 101));
    watched.looks(301, startedAt(101, { restartCount: 1 }), { remembers: true }).answers(302);

    expect(watched.tale).toEqual(['100–101 crashed']);
  });

  it('a start that nothing explains was Docker itself', () => {
    const watched = new Watched().answers(1).loses(10);

    watched.looks(16, startedAt(14), { remembers: false }).answers(17);

    expect(watched.tale).toEqual(['13–14 docker-restarted']);
  });

  it('so it is when Docker only tells of the start that it made', () => {
    const watched = new Watched().answers(1).loses(10);

    watched.sees(16, event('start', 14)).looks(17, startedAt(14), { remembers: false }).answers(18);

    expect(watched.tale).toEqual(['14–14 docker-restarted']);
  });

  it('and when it stopped the container before it ended, which looks as if somebody had', () => {
    const watched = new Watched().answers(1).hears(9, ['kill 15', 'die 0', 'stop']).loses(10);
    const first = watched.incident.trouble;

    watched.sees(16, event('start', 14)).looks(17, startedAt(14), { remembers: false }).answers(18);

    expect(first).toMatchObject({ cause: 'stopped' });
    expect(watched.tale).toEqual(['9–14 docker-restarted']);
  });

  it('also when the whole machine is away for minutes', () => {
    const watched = new Watched().answers(1).hears(9, ['kill 15', 'die 0', 'stop']).loses(10);

    watched.loses(100).sees(150, event('start', 140));
    watched.looks(151, startedAt(140), { remembers: false }).answers(152);

    expect(watched.tale).toEqual(['9–140 docker-restarted']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('but a machine that does not come back is out of reach as well', () => {
    const watched = new Watched().answers(1).hears(9, ['kill 15', 'die 0', 'stop']).loses(10);

    watched.waits(400);

    expect(watched.tale).toEqual(['9– stopped', '10– unreachable']);
  });

  it('also when it is back before its end is noticed', () => {
    const watched = new Watched().answers(1).hears(9, ['kill 15', 'die 0', 'stop']).loses(15);

    watched.sees(16, event('start', 14)).looks(17, startedAt(14), { remembers: false }).answers(18);

    expect(watched.tale).toEqual(['9–14 docker-restarted']);
  });

  it('is not taken for over by a look that only meant the start', () => {
    const watched = new Watched().answers(1).hears(9, ['kill 15', 'die 0', 'stop']).loses(10);

    watched.sees(16, event('start', 14)).looks(16, startedAt(14), { caughtUp: false });
    watched.looks(17, startedAt(14), { remembers: false }).answers(18);

    expect(watched.tale).toEqual(['9–14 docker-restarted']);
  });

  it('but not when Docker remembers that somebody stopped it before', () => {
    const watched = new Watched().answers(1).hears(9, ['kill 15', 'die 0', 'stop']).loses(10);

    watched.sees(16, event('start', 14)).looks(17, startedAt(14), { remembers: true }).answers(18);

    expect(watched.tale).toEqual(['9–14 restarted']);
  });

  it('a server that was out of reach and restarted is one incident', () => {
    const watched = new Watched().answers(1).loses(10).loses(40);
    const [unreachable] = watched.incidents;

    watched.looks(100, startedAt(90), { remembers: false });
    const back = watched.incident;
    watched.answers(101);

    expect(unreachable?.trouble.kind).toBe('unreachable');
    expect(back).toMatchObject({ id: unreachable?.id, trouble: { cause: 'docker-restarted' } });
    expect(watched.tale).toEqual(['10–90 docker-restarted']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('what Docker restarted by its policy has crashed as often', () => {
    const watched = new Watched().answers(1).isTakenOver(199);

    watched.looks(200, startedAt(150, { restartCount: 5, exitCode: 0 }), { remembers: true });

    expect(watched.incident.trouble).toMatchObject({ cause: 'loops', ends: 5, exitCode: 0 });
  });

  it.each([
    ['obeyed', { exitCode: 143 }, 'stopped'],
    ['failed', { exitCode: 2 }, 'crashed'],
    ['had no memory', { exitCode: 137, oomKilled: true }, 'out-of-memory'],
  ])('one that is down and %s is told as far as Docker says why', (_how, facts, cause) => {
    const watched = new Watched().answers(1).isTakenOver(59);
    const finishedAtMs = beganMs + 50_000;

    watched.looks(60, container({ status: 'exited', facts: { ...facts, finishedAtMs } }), {
      remembers: true,
    });

    expect(watched.incident).toMatchObject({ startedAtMs: finishedAtMs, trouble: { cause } });
  });

  it('another container of that name has taken its place', () => {
    const watched = new Watched().answers(1).isTakenOver(59);
    const image = 'eceasy/cli-proxy-api:v7';

    watched
      .looks(60, container({ id: 'decaf', startedAtMs: beganMs + 50_000, facts: { image } }))
      .answers(61);

    expect(watched.tale).toEqual(['50–50 recreated']);
    expect(watched.incident.trouble).toMatchObject({ image: { after: image } });
  });

  it('one that is not there any more is told as removed', () => {
    const watched = new Watched().answers(1).isTakenOver(59);

    watched.looks(60, 'missing');

    expect(watched.tale).toEqual(['60– removed']);
  });

  it('our own restart is known by its mark', () => {
    const mark = { container: usual.id, startedAtMs: usual.startedAtMs, by: 'Ada' };
    const watched = new Watched().answers(1).isTakenOver(59);

    watched.sees(60, { kind: 'mark', mark }).looks(60, startedAt(50), { remembers: true }).answers(61);

    expect(watched.tale).toEqual(['49–50 restarted-by-us']);
  });

  it('events that came after the inspect was asked for are newer than its answer', () => {
    const watched = new Watched().answers(1).loses(10);

    watched.hears(20, ['die 1']).looks(21, usual, { remembers: true, askedAfter: 0 });

    expect(watched.tale).toEqual(['20– crashed']);
  });

  it('an open trouble is not over because nobody could look', () => {
    const watched = new Watched().answers(1).hears(5, ['die 1', 'start']).answers(8).loses(10);

    watched.waits(300);

    expect(watched.tale).toEqual(['5– crashed', '10– unreachable']);
  });
});

describe('the way to a server', () => {
  it('may be gone for a moment without anybody being told', () => {
    const watched = new Watched().answers(1).loses(10).loses(25);

    watched.looks(28, usual, { remembers: true });

    expect(watched.incidents).toEqual([]);
  });

  it('is an incident when it stays away, and its end is news', () => {
    const watched = new Watched().answers(1).loses(10).waits(31);
    const away = watched.incident;

    watched.looks(100, usual, { remembers: true });

    expect(away.trouble).toEqual({
      kind: 'unreachable',
      problem: { code: 'connection-lost', server: 'ali' },
    });
    expect(watched.tale).toEqual(['10–100 unreachable']);
    expect(watched.incident.endIsNews).toBe(true);
  });

  it('says what keeps it away now', () => {
    const problem = { code: 'ssh-timeout', server: 'ali', host: 'ali', port: 22 } as const;
    const watched = new Watched().answers(1).loses(10).waits(31);

    watched.sees(40, { kind: 'lost', problem });

    expect(watched.incident).toMatchObject({ revision: 2, trouble: { problem } });
  });

  it('leads nowhere while no container of that name was ever seen, which is said', () => {
    const watched = new Watched('missing').waits(30);
    const missing = watched.incident;

    watched.hears(60, ['create', 'start']).looks(61, container({ startedAtMs: beganMs + 60_000 }));

    expect(missing.trouble).toMatchObject({ kind: 'unreachable', problem: { code: 'container-missing' } });
    expect(watched.tale).toEqual(['0–61 unreachable']);
  });
});

function event(action: 'die' | 'start', atSeconds: number) {
  const { id, name, facts } = usual;
  const atMs = beganMs + atSeconds * 1_000;
  const exit = action === 'die' ? { exitCode: 0 } : {};
  return {
    kind: 'event' as const,
    event: { atMs, action, container: id, name, image: facts.image, ...exit },
  };
}
