import type { Version } from '../../sandbox/cliproxyapi/version';
import { openHouse, eventually, type House } from './house';
import { command, privateChatOf, type Shown } from './memory-chat';
import type { Jobs } from '../../src/jobs/jobs';
import { ada, bob, group, type World } from './world';

const authorize = { decision: 'authorize', email: 'ada@example.com' } as const;
const login = command('claude-login');

/** Every way a login goes, from the command to the last message. */
export function loginJourneys(name: string, open: () => Promise<World>): void {
  describe(`a login, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let closeJobs: () => Promise<void>;
    let house: House;
    const logged: string[] = [];

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
      let closed: Promise<void> | undefined;
      closeJobs = () => (closed ??= jobs.close());
    });

    beforeEach(async () => {
      await world.reset();
      house = await openHouse(world, jobs);
    });

    afterEach(async () => {
      await house.close();
      logged.push(house.logged());
    });

    afterAll(async () => {
      await closeJobs();
      await world.close();
    });

    const linkOf = (status: Shown): string => {
      const button = status.buttons.find(each => each.kind === 'link');
      if (button?.kind !== 'link') throw new Error(`no link in ${status.text}`);
      return button.url;
    };
    const actionOf = (status: Shown, label: string): string => {
      const button = status.buttons.find(each => each.label === label);
      if (button?.kind !== 'action') throw new Error(`no ${label} in ${status.text}`);
      return button.action;
    };
    const paste = (text: string): Promise<{ readonly forgotten: boolean }> =>
      house.chat.does(ada, { kind: 'text', text });
    const nothingLeft = async (): Promise<void> => {
      await eventually(
        'no login process and a free port',
        async () => {
          const running = (await world.processes()).some(line => line.includes('-claude-login'));
          return !running && (await world.portFree()) ? true : undefined;
        },
        () => 'a login that still runs',
      );
    };

    it.each<Version>(['v6.4.0', 'v6.7.50', 'v7.2.140'])(
      'goes from the command to the counts with %s',
      async version => {
        await world.behave({ version, promptAfterMs: 100 });

        await house.chat.does(ada, login, group);
        const waiting = await house.status(ada, /Press Authorize/);
        const { forgotten } = await paste(await world.visit(linkOf(waiting), authorize));
        const done = await house.status(ada, /ada@example.com is logged in to ali \(new account\)/);

        expect(done.text).toMatch(/clients 0 → 1 \(1 auth (files|entries)\)/);
        expect(done.ref).toEqual(waiting.ref);
        expect(forgotten).toBe(true);
        expect(await world.authFiles()).toEqual(['claude-ada@example.com.json']);
        await nothingLeft();
      },
    );

    it('tells the place where it was asked for how it ended, without the link and the whole address', async () => {
      await house.chat.does(ada, login, group);
      const waiting = await house.status(ada, /Press Authorize/);
      await paste(await world.visit(linkOf(waiting), authorize));
      await eventually('the result in the group', () =>
        house.chat.in(group).find(each => each.text.includes('is logged in')),
      );

      const everything = house.chat.everIn(group);
      expect(everything).toContain('a…@example.com is logged in to ali');
      expect(everything).not.toMatch(/ada@example\.com|authorize\?|code=/);
    });

    it('comes through when the link is late and the output in pieces', async () => {
      await world.behave({ urlDelayMs: 1_500, dribble: true });

      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);
      await paste(await world.visit(linkOf(waiting), authorize));

      await house.status(ada, /is logged in/);
    });

    it('needs no paste where the browser reaches the program, as through a tunnel', async () => {
      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);
      const address = new URL(await world.visit(linkOf(waiting), authorize));

      await world.reach(`${address.pathname}${address.search}`);

      await house.status(ada, /is logged in/);
    });

    it('replaces the credential of an account that is there', async () => {
      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));
      await house.status(ada, /new account/);

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));
      const again = await house.status(ada, /credential replaced/);

      expect(again.text).toContain('clients 1 → 1');
    });

    it('restarts CLIProxyAPI only where the new file is not noticed', async () => {
      await world.behave({ hotLoad: false });
      await world.restartContainer();

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));
      const done = await house.status(ada, /is logged in/);

      expect(done.text).toContain('so I restarted it');
      expect(done.text).toContain('clients 0 → 1');
    });

    it('does not believe a saved line when the file is not there', async () => {
      await world.behave({ save: 'elsewhere' });

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));

      await house.status(ada, /the file is not there or did not change/);
    });

    it('says why the provider refused, though the program ends with exit code 0', async () => {
      await world.behave({ exchange: 'forbidden' });

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));
      const failed = await house.status(ada, /did not accept the code/);

      expect(failed.text).toContain('403');
      expect(failed.buttons.map(button => button.label)).toEqual(['Log in again']);
      await nothingLeft();
    });

    it('finds the reason in the log file where stdout stays silent', async () => {
      await world.configure('logging-to-file: true');
      await world.behave({ exchange: 'forbidden' });

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));

      await house.status(ada, /did not accept the code.*403/s);
    });

    it('calls an old version too old when its exchange fails without a reason', async () => {
      await world.behave({ version: 'v6.4.0', exchange: 'forbidden' });

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));

      await house.status(ada, /CLIProxyAPI 6\.4\.0 is too old/);
    });

    it('takes a refusal for a refusal', async () => {
      await house.chat.does(ada, login);
      await paste(
        await world.visit(linkOf(await house.status(ada, /Press Authorize/)), { decision: 'deny' }),
      );

      await house.status(ada, /You chose not to authorize/);
      await nothingLeft();
    });

    it('costs nothing when the wrong thing is pasted, and says what was wrong', async () => {
      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);
      const good = await world.visit(linkOf(waiting), authorize);

      await paste('hello?');
      await house.status(ada, /not the address I need/);
      await paste(good.replace(/state=\w{4}/, 'state=0000'));
      await house.status(ada, /belongs to another login/);
      await paste(good.replace(/&state=.*/, ''));
      await house.status(ada, /end of that address is missing/);
      await paste(linkOf(waiting));
      await house.status(ada, /That is the link I sent you/);

      await paste(good);
      await eventually('the end of the login', () =>
        house.chat.everIn(privateChatOf(ada.id)).includes('is logged in'),
      );
    });

    it('ends by itself when nobody authorizes', async () => {
      await world.behave({ waitMs: 700 });

      await house.chat.does(ada, login);

      await house.status(ada, /Nobody authorized within 5 minutes/);
      await nothingLeft();
    });

    it('ends by Cancel and leaves nothing behind', async () => {
      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);

      await house.chat.does(ada, { kind: 'action', action: actionOf(waiting, 'Cancel') });
      const ended = await house.status(ada, /Cancelled by Ada/);

      expect(ended.buttons.map(button => button.label)).toEqual(['Log in again']);
      await nothingLeft();
    });

    it('can be cancelled before its link is there', async () => {
      await world.behave({ urlDelayMs: 3_000 });

      await house.chat.does(ada, login);
      await eventually('the program', async () =>
        (await world.processes()).some(line => line.includes('-claude-login')) ? true : undefined,
      );
      await house.chat.does(ada, command('cancel'));

      await eventually('the end', () =>
        house.chat.everIn(privateChatOf(ada.id)).includes('Cancelled by Ada'),
      );
      await nothingLeft();
    });

    it('can be cancelled while the code is being exchanged', async () => {
      await world.behave({ exchange: 'hang' });

      await house.chat.does(ada, login);
      await paste(await world.visit(linkOf(await house.status(ada, /Press Authorize/)), authorize));
      await house.status(ada, /got it, checking/);
      await house.chat.does(ada, command('cancel'));

      await eventually('the end', () =>
        house.chat.everIn(privateChatOf(ada.id)).includes('Cancelled by Ada'),
      );
      await nothingLeft();
    });

    it('waits in line behind another, knows its place, and moves up', async () => {
      await house.chat.does(ada, login, group);
      await house.status(ada, /Press Authorize/);

      await house.chat.does(bob, login, group);
      const inLine = await house.status(bob, /排第 2 位，前面是 Ada/);
      const answer = house.chat.in(group).find(each => each.text.includes('前面是 Ada'));
      await house.chat.does(ada, command('cancel'));
      const turn = await house.status(bob, /点“授权”/);

      expect(answer).toBeDefined();
      expect(turn.ref).toEqual(inLine.ref);
    });

    it('can be cancelled in line, without disturbing the one that runs', async () => {
      await house.chat.does(ada, login);
      const running = await house.status(ada, /Press Authorize/);
      await house.chat.does(bob, login);
      const inLine = await house.status(bob, /排第 2 位/);

      await house.chat.does(bob, { kind: 'action', action: actionOf(inLine, '取消') });
      await house.status(bob, /已由 Bob 取消/);
      await paste(await world.visit(linkOf(running), authorize));

      await house.status(ada, /is logged in/);
    });

    it('is shown again, not started again, when it is asked for twice', async () => {
      await Promise.all([house.chat.does(ada, login, group), house.chat.does(ada, login, group)]);
      const first = await house.status(ada, /Press Authorize/);
      await house.chat.does(ada, login);
      const second = await house.status(ada, /Press Authorize/);

      expect(linkOf(second)).toBe(linkOf(first));
      expect(
        house.chat.in(privateChatOf(ada.id)).filter(each => each.text.includes('Press Authorize')),
      ).toHaveLength(1);
      expect((await world.processes()).filter(line => line.includes('-claude-login'))).toHaveLength(1);
      await paste(await world.visit(linkOf(second), authorize));
      await house.status(ada, /is logged in/);
    });

    it('ends an orphan of an earlier login that holds the port, and says so', async () => {
      await world.leaveOrphan();

      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);

      expect(waiting.text).toContain('An earlier login that nobody finished was in the way');
      expect((await world.processes()).filter(line => line.includes('-claude-login'))).toHaveLength(1);
    });

    it('is ended and told when the SSH connection is lost', async () => {
      await house.chat.does(ada, login);
      await house.status(ada, /Press Authorize/);

      await world.dropConnections();

      await house.status(ada, /connection to ali was lost/);
      await nothingLeft();
    });

    it('is ended and told when the worker stops', async () => {
      await house.chat.does(ada, login);
      await house.status(ada, /Press Authorize/);

      await house.stopWorker();

      await house.status(ada, /bot was restarted in the middle/);
      await nothingLeft();
    });

    it('goes on when only the bot restarts, and the message that was there goes on too', async () => {
      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);

      await house.stopBot();
      await house.startBot();
      await paste(await world.visit(linkOf(waiting), authorize));
      const done = await house.status(ada, /is logged in/);

      expect(done.ref).toEqual(waiting.ref);
    });

    it('is not started while its requester cannot be written to', async () => {
      house.chat.close(ada.id);

      await house.chat.does(ada, login, group);

      expect(house.chat.in(group).at(-1)).toMatchObject({
        text: expect.stringContaining('Open our private chat') as unknown,
        buttons: [
          { kind: 'link', label: 'Open private chat', url: 'https://t.me/pretend_bot?start=claude-login' },
        ],
      });
      expect(await jobs.line('ali')).toEqual([]);
    });

    it('says how to start a container that is down', async () => {
      await world.stopContainer();

      await house.chat.does(ada, login);

      await house.status(ada, /not running \(exited\).*docker start cliproxy/s);
    });

    it('says that there is no such container, and which there are', async () => {
      await house.close();
      const [server] = world.config.servers;
      const servers = server === undefined ? [] : [{ ...server, containers: ['elsewhere'] }];
      house = await openHouse({ ...world, config: { ...world.config, servers } }, jobs);

      await house.chat.does(ada, login);

      await house.status(ada, /There is no container elsewhere.*There is: cliproxy/s);
    });

    // The last one: it looks at what all of them left.
    it('leaves no link, state, code or token in the queue or the log', async () => {
      await house.chat.does(ada, login);
      const waiting = await house.status(ada, /Press Authorize/);
      const address = await world.visit(linkOf(waiting), authorize);
      const { searchParams } = new URL(address);
      await paste(address);
      await house.status(ada, /is logged in/);

      await house.close();
      await closeJobs();
      const contents = await world.contents();

      expect(contents).toContain('ada@example.com');
      const log = [...logged, house.logged()].join('');
      for (const secret of [
        searchParams.get('code'),
        searchParams.get('state'),
        'sk-ant-',
        'code_challenge',
        'code=',
      ]) {
        expect(contents).not.toContain(secret);
        expect(log).not.toContain(secret);
      }
    });
  });
}
