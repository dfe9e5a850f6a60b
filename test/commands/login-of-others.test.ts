import { command as claude } from '../../commands/claude-login';
import { command as codex } from '../../commands/codex-login';
import { command as kimi } from '../../commands/kimi-login';
import { whenOf } from '../../src/chat/alerts/alert-buttons';
import type { Trouble } from '../../src/jobs/incident';
import { incidentOf, watchOf } from '../fakes/incident';
import { ada, bob, group, loginOf, waiting } from '../fakes/login';
import { privateChatOf } from '../fakes/platform';
import { openScene, type Asking } from './scene';

const onAli = { options: { server: 'ali' } };
const privately = privateChatOf(ada.id);

describe('a login of another provider than Claude', () => {
  it('is queued as such, and said to be', async () => {
    const { run, platform, jobs } = openScene();

    const { text } = await run(kimi, { ...onAli, place: group });

    expect(text).toBe("Logging in to Kimi on ali: I'm writing to you privately.");
    expect(platform.lastIn(privately)).toBe('⏳ Kimi login to ali: starting…');
    expect(jobs.logins).toMatchObject([{ provider: 'kimi', server: 'ali' }]);
  });

  it('is another login than their own with Claude, and comes after it', async () => {
    const { run, platform, jobs } = openScene();
    await run(claude, onAli);

    await run(codex, onAli);

    expect(jobs.logins.map(({ provider }) => provider)).toEqual(['claude', 'codex']);
    expect(platform.lastIn(privately)).toContain('Codex login to ali: number 2 in line, after Ada.');
  });

  it('is shown again to who asks twice', async () => {
    const { run, jobs } = openScene();
    await run(kimi, onAli);

    const { text } = await run(kimi, { ...onAli, place: group });

    expect(text).toBe('Your Kimi login to ali is already under way: here it is again.');
    expect(jobs.logins).toHaveLength(1);
  });

  it('asks to open the chat with its own command', async () => {
    const { run, platform } = openScene('telegram');
    platform.closeChat(privately);

    const asked = run(kimi, { ...onAli, place: group });

    await expect(asked).rejects.toMatchObject({
      problem: { openUrl: 'https://t.me/fake_bot?start=kimi-login-ali' },
    });
  });

  describe('by the button of an alert', () => {
    const trouble: Trouble = {
      kind: 'needs-login',
      file: 'codex.json',
      provider: 'codex',
      reason: 'expired',
    };
    const incident = incidentOf({ trouble });
    const pressed: Asking = { options: { server: 'ali', incident: whenOf(incident) }, place: group };

    it('begins where the alert is about an account of that provider', async () => {
      const { run, jobs } = openScene();
      await jobs.write('watch', 'ali', watchOf(incident));

      await run(codex, pressed);

      expect(jobs.logins).toMatchObject([{ provider: 'codex', origin: group }]);
    });

    it('begins nothing where it is about an account of another', async () => {
      const { run, jobs } = openScene();
      await jobs.write('watch', 'ali', watchOf(incident));

      await expect(run(kimi, pressed)).rejects.toMatchObject({ problem: { code: 'incident-over' } });
      expect(jobs.logins).toEqual([]);
    });

    it('is not held up by somebody who logs in elsewhere', async () => {
      const { run, jobs } = openScene();
      await jobs.write('watch', 'ali', watchOf(incident));
      jobs.logins.push(loginOf({ by: bob, state: waiting }));

      await run(codex, pressed);

      expect(jobs.logins.map(({ provider }) => provider)).toEqual(['claude', 'codex']);
    });

    it('names the command to whoever comes second', async () => {
      const { run, jobs } = openScene();
      await jobs.write('watch', 'ali', watchOf(incident));
      jobs.logins.push(loginOf({ by: bob, provider: 'codex', state: waiting }));

      await expect(run(codex, pressed)).rejects.toMatchObject({
        problem: { code: 'login-under-way', by: 'Bob', provider: 'codex' },
      });
    });
  });
});
