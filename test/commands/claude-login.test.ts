import { command } from '../../commands/claude-login';
import { UserError } from '../../src/errors';
import { whenOf } from '../../src/chat/alerts/alert-buttons';
import type { Incident } from '../../src/jobs/incident';
import { incidentOf, refused, watchOf } from '../fakes/incident';
import { fakeJobs } from '../fakes/jobs';
import { ada, bob, group, loginOf, waiting } from '../fakes/login';
import { privateChatOf } from '../fakes/platform';
import { buttonsOf, plainText } from '../fakes/plain';
import { openScene, type Asking } from './scene';

const onAli = { options: { server: 'ali' } };
const privately = privateChatOf(ada.id);

describe('/claude-login', () => {
  it('answers in a private chat with the status message itself', async () => {
    const { run, platform, jobs } = openScene();

    const { reply } = await run(command, onAli);

    expect(reply).toBeUndefined();
    expect(platform.posted).toHaveLength(1);
    expect(platform.lastIn(privately)).toBe('⏳ Login to ali: starting…');
    expect(jobs.logins[0]).toMatchObject({
      server: 'ali',
      provider: 'claude',
      requester: { id: ada.id, name: 'Ada', language: 'en' },
      shownAt: platform.posted[0]?.ref,
      state: { kind: 'queued' },
    });
    expect(jobs.logins[0]).not.toHaveProperty('origin');
  });

  it('writes privately when it is asked elsewhere, and remembers where', async () => {
    const { run, platform, jobs } = openScene();

    const { text } = await run(command, { ...onAli, place: group });

    expect(text).toBe("Logging in to ali: I'm writing to you privately.");
    expect(platform.lastIn(privately)).toBe('⏳ Login to ali: starting…');
    expect(jobs.logins[0]?.origin).toBe(group);
  });

  it('says the place in line and who is before them, in both places', async () => {
    const { run, platform, jobs } = openScene();
    jobs.logins.push(loginOf({ by: bob, state: waiting }));

    const { text } = await run(command, { ...onAli, place: group });

    expect(text).toContain('You are number 2 in line for ali, after Bob.');
    expect(platform.lastIn(privately)).toContain('number 2 in line, after Bob');
  });

  it('gives each login an id that says its server and fits in a button', async () => {
    const { run, platform, jobs } = openScene();

    await run(command, onAli);
    await run(command, { ...onAli, person: bob });

    const ids = jobs.logins.map(login => login.id);
    const [first] = platform.posted;
    expect(ids).toEqual([expect.stringMatching(/^ali\.[0-9a-f]{8}$/), expect.stringMatching(/^ali\./)]);
    expect(new Set(ids).size).toBe(2);
    expect(first && buttonsOf(first.message)).toMatchObject([{ action: `cancel:${ids[0] ?? ''}` }]);
  });

  describe('where the private chat is closed', () => {
    it('shows the way to open it and starts nothing', async () => {
      const { run, platform, jobs } = openScene('telegram');
      platform.closeChat(privately);

      const asked = run(command, { ...onAli, place: group });

      await expect(asked).rejects.toMatchObject({
        problem: {
          code: 'private-chat-closed',
          platform: 'telegram',
          openUrl: 'https://t.me/fake_bot?start=claude-login-ali',
        },
      });
      expect(jobs.logins).toEqual([]);
    });

    it('uses the answer that nobody else sees, on Discord', async () => {
      const { run, platform, jobs } = openScene('discord');
      platform.closeChat(privately);

      const { incoming, reply } = await run(command, { ...onAli, place: 'discord:channel:7' });

      expect(reply).toBeUndefined();
      expect(incoming.answers.map(({ text }) => plainText(text))).toEqual(['⏳ Login to ali: starting…']);
      expect(jobs.logins[0]?.shownAt).toEqual(platform.posted[0]?.ref);
    });
  });

  it('takes the status message away again when the queue cannot be reached', async () => {
    const { run, platform } = openScene('telegram', fakeJobs(), {
      addLogin: () => Promise.reject(new UserError({ code: 'queue-unavailable' })),
    });

    const asked = run(command, { ...onAli, place: group });

    await expect(asked).rejects.toMatchObject({ problem: { code: 'queue-unavailable' } });
    expect(platform.posted).toEqual([]);
  });

  it('keeps its answer in a private chat, so that it can say why it did not begin', async () => {
    const { run, platform } = openScene('telegram', fakeJobs(), {
      addLogin: () => Promise.reject(new UserError({ code: 'queue-unavailable' })),
    });

    const asked = run(command, onAli);

    await expect(asked).rejects.toMatchObject({ problem: { code: 'queue-unavailable' } });
    expect(platform.posted).toHaveLength(1);
  });

  describe('asked twice', () => {
    it('shows the same login with its link again, further down, and only there', async () => {
      const { run, platform, jobs } = openScene();
      const old = await platform.send(privately, { text: ['where it was'] });
      jobs.logins.push(loginOf({ state: waiting, shownAt: old }));

      const { text } = await run(command, { ...onAli, place: group });

      const [shown] = platform.posted;
      expect(text).toBe('Your login to ali is already under way: here it is again.');
      expect(platform.removed).toEqual([old.id]);
      expect(shown?.message.secret).toBe(true);
      expect(shown && buttonsOf(shown.message)[0]).toMatchObject({ kind: 'link', url: waiting.link });
      expect(jobs.logins).toMatchObject([{ shownAt: shown?.ref }]);
      // What changed while it was being shown is told as well.
      expect(jobs.told).toEqual([
        { platform: 'telegram', telling: { kind: 'status', login: jobs.logins[0]?.id } },
      ]);
    });

    it('is one login also when both commands come at once', async () => {
      const { run, platform, jobs } = openScene();

      await Promise.all([run(command, onAli), run(command, onAli)]);

      expect(jobs.logins).toHaveLength(1);
      expect(platform.posted.map(({ ref }) => ref)).toEqual([jobs.logins[0]?.shownAt]);
    });

    it("is not mistaken for somebody else's", async () => {
      const { run, jobs } = openScene();
      jobs.logins.push(loginOf({ by: bob }));

      await run(command, onAli);

      expect(jobs.logins.map(({ requester }) => requester.name)).toEqual(['Bob', 'Ada']);
    });
  });

  describe('by the button of a list of accounts in a group', () => {
    const pressed: Asking = {
      ...onAli,
      place: group,
      event: { kind: 'action', action: 'login:ali' },
    };

    it('is one login when two people press at the same moment, and a sentence for the other', async () => {
      const { run, jobs } = openScene();

      const [first, second] = await Promise.allSettled([
        run(command, pressed),
        run(command, { ...pressed, person: bob }),
      ]);

      expect(first.status).toBe('fulfilled');
      expect(second).toMatchObject({ reason: { problem: { code: 'already-pressed', by: 'Ada' } } });
      expect(jobs.logins).toHaveLength(1);
    });

    it('begins nothing while somebody else is at it, and says how to log in another account', async () => {
      const { run, jobs } = openScene();
      jobs.logins.push(loginOf({ by: bob, state: waiting }));

      const late = run(command, pressed);

      await expect(late).rejects.toMatchObject({ problem: { code: 'login-under-way', by: 'Bob' } });
      expect(jobs.logins).toHaveLength(1);
    });
  });

  describe('by the button of an alert', () => {
    const incident = incidentOf({ trouble: refused });
    const pressed: Asking = { options: { server: 'ali', incident: whenOf(incident) }, place: group };

    async function openAlerted(...incidents: readonly Incident[]) {
      const scene = openScene();
      await scene.jobs.write('watch', 'ali', watchOf(...incidents));
      return scene;
    }

    it('begins the same login, privately', async () => {
      const { run, platform, jobs } = await openAlerted(incident);

      const { text } = await run(command, pressed);

      expect(text).toBe("Logging in to ali: I'm writing to you privately.");
      expect(platform.lastIn(privately)).toBe('⏳ Login to ali: starting…');
      expect(jobs.logins).toMatchObject([{ server: 'ali', origin: group }]);
    });

    it.each([
      ['is over', [{ ...incident, endedAtMs: incident.startedAtMs + 1 }]],
      ['nobody remembers, a week later', []],
      ['is nothing that a login mends', [incidentOf()]],
    ])('begins nothing where the incident %s', async (_why, incidents) => {
      const { run, platform, jobs } = await openAlerted(...incidents);

      await expect(run(command, pressed)).rejects.toMatchObject({
        problem: { code: 'incident-over', server: 'ali' },
      });
      expect(jobs.logins).toEqual([]);
      expect(platform.posted).toEqual([]);
    });

    it('begins nothing while somebody else is at it, and says who', async () => {
      const { run, jobs } = await openAlerted(incident);
      jobs.logins.push(loginOf({ by: bob, state: waiting }));

      await expect(run(command, pressed)).rejects.toMatchObject({
        problem: { code: 'login-under-way', server: 'ali', by: 'Bob' },
      });
      expect(jobs.logins).toHaveLength(1);
    });

    it('is one login when two people press at the same moment, and a sentence for the other', async () => {
      const { run, platform, jobs } = await openAlerted(incident);

      const [first, second] = await Promise.allSettled([
        run(command, pressed),
        run(command, { ...pressed, person: bob }),
      ]);

      expect(first.status).toBe('fulfilled');
      expect(second).toMatchObject({ reason: { problem: { code: 'already-pressed', by: 'Ada' } } });
      expect(jobs.logins).toHaveLength(1);
      expect(platform.posted.map(({ ref }) => ref.address)).toEqual([privately]);
    });

    it('shows their own login again to who presses twice', async () => {
      const { run, jobs } = await openAlerted(incident);
      await run(command, pressed);

      const { text } = await run(command, pressed);

      expect(text).toBe('Your login to ali is already under way: here it is again.');
      expect(jobs.logins).toHaveLength(1);
    });

    it('can be pressed again by who cancelled', async () => {
      const { run, jobs } = await openAlerted(incident);
      await run(command, pressed);
      const [cancelled] = jobs.logins;
      if (cancelled) {
        await jobs.setState(cancelled.id, { kind: 'failed', problem: { code: 'cancelled', by: 'Ada' } });
      }

      await run(command, pressed);

      expect(jobs.logins).toHaveLength(2);
    });

    it('leaves the button to others when the private chat of one is closed', async () => {
      const { run, platform, jobs } = await openAlerted(incident);
      platform.closeChat(privately);

      const refusedToAda = run(command, pressed);
      await expect(refusedToAda).rejects.toMatchObject({
        problem: { code: 'private-chat-closed', openUrl: 'https://t.me/fake_bot?start=claude-login-ali' },
      });
      await run(command, { ...pressed, person: bob });

      expect(jobs.logins).toMatchObject([{ requester: { name: 'Bob' } }]);
    });
  });
});
