import { UserError } from '../../src/errors';
import { eventsContract } from '../server/events.contract';
import { follow } from '../server/follow';
import { fakeServer, type FakeServer } from './fake-server';

describe('the events of a fake server', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = fakeServer();
  });

  eventsContract(() => ({
    server,
    pause: () => server.happens({ action: 'pause' }),
    unpause: () => server.happens({ action: 'unpause' }),
    cut: () => server.loseEvents(),
  }));

  it('are forgotten when Docker is restarted', async () => {
    server.happens({ action: 'start' });

    server.loseEvents({ forgets: true });
    server.happens({ action: 'die', exitCode: 0 });
    const followed = await follow(server, 0);

    await expect(followed.come(1)).resolves.toEqual(['die']);
    followed.end();
  });

  it('are not to be had from a server that is out of reach', async () => {
    server.unreachable = new UserError({ code: 'connection-lost', server: 'ali' });

    await expect(follow(server)).rejects.toThrow('connection-lost');
  });
});
