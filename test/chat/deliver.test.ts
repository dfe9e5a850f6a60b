import { createDelivery } from '../../src/chat/deliver';
import type { Telling } from '../../src/jobs/contracts';
import type { Login, LoginResult } from '../../src/jobs/login';
import { fakeJobs } from '../fakes/jobs';
import { keptLog } from '../fakes/log';
import { bob, group, loginOf, waiting } from '../fakes/login';
import { fakePlatform, privateChatOf } from '../fakes/platform';
import { plainText } from '../fakes/plain';

const result: LoginResult = {
  file: 'claude-ada@example.com.json',
  email: 'ada@example.com',
  replaced: false,
  restarted: false,
};
const ending: Telling = {
  kind: 'result',
  to: group,
  language: 'en',
  server: 'ali',
  requester: 'Ada',
  outcome: { ok: true, result },
};

const noAlerts = () => Promise.resolve();

function open(...logins: readonly Login[]) {
  const platform = fakePlatform('telegram');
  const jobs = fakeJobs();
  jobs.logins.push(...logins);
  const { log, text } = keptLog();
  return { platform, jobs, log, logged: text, deliver: createDelivery(platform, jobs, log, noAlerts) };
}

describe('delivery', () => {
  it('edits the status message to what the login is now', async () => {
    const login = loginOf({ state: { kind: 'checking' } });
    const { platform, deliver } = open(login);
    await platform.send(login.shownAt.address, { text: ['as it was'] });

    await deliver({ kind: 'status', login: login.id });

    expect(platform.posted.map(({ message }) => plainText(message.text))).toEqual([
      '⏳ Login to ali: got it, checking…',
    ]);
  });

  it('says the place in line as it is now', async () => {
    const first = loginOf({ by: bob, id: 'ali.1', state: waiting });
    const second = loginOf({ id: 'ali.2' });
    const { platform, deliver } = open(first, second);
    await platform.send(second.shownAt.address, { text: ['as it was'] });

    await deliver({ kind: 'status', login: second.id });

    expect(platform.lastIn(second.shownAt.address)).toContain('number 2 in line, after Bob');
  });

  it('writes anew when the message is gone, and remembers where', async () => {
    const login = loginOf({
      state: waiting,
      shownAt: { address: privateChatOf('telegram:1'), id: 'deleted' },
    });
    const { platform, jobs, deliver } = open(login);

    await deliver({ kind: 'status', login: login.id });

    expect(platform.lastIn(privateChatOf('telegram:1'))).toContain('Press Authorize');
    expect(jobs.logins[0]?.shownAt).toEqual(platform.posted[0]?.ref);
  });

  it('has nothing to say of a login that is forgotten', async () => {
    const { platform, deliver } = open();

    await deliver({ kind: 'status', login: 'ali.forgotten' });

    expect(platform.posted).toEqual([]);
  });

  it('lets a failure that may pass be tried again', async () => {
    const login = loginOf();
    const { platform, jobs, log } = open(login);
    const broken = { ...platform, edit: () => Promise.reject(new Error('socket hang up')) };

    const delivering = createDelivery(broken, jobs, log, noAlerts)({ kind: 'status', login: login.id });

    await expect(delivering).rejects.toThrow('socket hang up');
  });

  it('gives up when the message is gone and the chat closed, and logs nothing of what it would have said', async () => {
    const login = loginOf({ state: waiting });
    const { platform, deliver, logged } = open(login);
    platform.closeChat(privateChatOf('telegram:1'));

    await deliver({ kind: 'status', login: login.id });

    expect(logged()).toContain('a chat is closed to the bot');
    expect(logged()).not.toContain(waiting.oauthState);
  });

  it('tells the place where it was asked for how it ended', async () => {
    const { platform, deliver } = open();

    await deliver(ending);

    expect(platform.lastIn(group)).toContain('a…@example.com is logged in to ali');
  });

  it('drops a result for a group that the bot was thrown out of', async () => {
    const { platform, deliver, logged } = open();
    platform.closeChat(group);

    await deliver(ending);

    expect(logged()).toContain('"telling":"result"');
  });

  it('leaves alerts to those who know what a chat was told, and lets them be tried again', async () => {
    const { platform, jobs, log } = open();
    const chats: string[] = [];
    const deliver = createDelivery(platform, jobs, log, to => {
      chats.push(to);
      return Promise.reject(new Error('429'));
    });

    await expect(deliver({ kind: 'alerts', to: group })).rejects.toThrow('429');

    expect(chats).toEqual([group]);
  });
});
