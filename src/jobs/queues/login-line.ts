import type { MessageRef } from '../../chat/platform';
import { UserError } from '../../errors';
import type { Problem } from '../../errors';
import type { Bull, StoreQueue } from '../bull';
import { serverOf } from '../login';
import type { Login, LoginId, LoginState } from '../login';
import { isLoginId, isOver, loginOf, loginQueue, shown } from './login-record';
import type { LoginJob } from './login-record';
import { patiently } from '../patience';
import type { Patience } from '../patience';
import { sharedRead } from './shared-read';

/** Logins that are over stay readable this long (seconds), for late renderings of their status message. */
const KEPT = { age: 3_600, count: 1_000 };
/** Nobody reads the events of these queues. */
const MAX_EVENTS = 100;
/** Each round of adding is lost only to a login that ended in that very moment. */
const ROUNDS = 5;

/** The logins of all servers: put in line, read, and written by those who may. */
export class LoginLine {
  private readonly queues = new Map<string, StoreQueue<Login, null>>();
  /** Reads of whole lines, which cost one read for each login in them. */
  private readonly lines = new Map<string, () => Promise<readonly Login[]>>();

  constructor(private readonly bull: Bull) {}

  async add(login: Login): Promise<{ login: Login; added: boolean }> {
    return this.bull.store.produce(async () => {
      const queue = this.queue(login.server);
      for (let round = 0; round < ROUNDS; round++) {
        const job = await queue.add('login', login, {
          jobId: login.id,
          deduplication: { id: `${login.requester.id} ${login.provider}` },
          attempts: 1,
          removeOnComplete: KEPT,
          removeOnFail: KEPT,
        });
        if (job.id === login.id) return { login, added: true };
        const earlier = await this.job(job.id ?? '');
        if (earlier === undefined) continue;
        const before = loginOf(earlier);
        if (!isOver(before.state)) return { login: before, added: false };
        // Cancelled in line, or about to leave: it must not stand in the way of the next one.
        await earlier.removeDeduplicationKey();
      }
      throw new UserError({ code: 'queue-unavailable' });
    });
  }

  async read(id: LoginId): Promise<Login | undefined> {
    const job = await this.bull.store.produce(() => this.job(id));
    return job && loginOf(job);
  }

  async line(server: string): Promise<readonly Login[]> {
    const read = this.lines.get(server) ?? sharedRead(() => this.readLine(server));
    this.lines.set(server, read);
    return this.bull.store.produce(read);
  }

  /** How many logins wait, on all of these servers together. */
  async depth(servers: readonly string[]): Promise<number> {
    const counts = await Promise.all(servers.map(server => this.queue(server).getWaitingCount()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Waits out a short outage of the store. A login that is over, or no longer kept, is left alone. */
  async setState(id: LoginId, state: LoginState): Promise<void> {
    await patiently(() =>
      this.bull.store.produce(async () => {
        const job = await this.job(id);
        // One that is cancelled in line may begin in that very moment, and says so a moment later.
        if (job !== undefined && !isOver(job.data.state)) await job.updateData({ ...job.data, state });
      }),
    );
  }

  /** Leaves a login `failed` that does not say how it ended; answers whether that was needed. */
  async endUnlessOver(id: LoginId, problem: Problem, patience: Patience): Promise<boolean> {
    return patiently(
      () =>
        this.bull.store.produce(async () => {
          const job = await this.job(id);
          if (job === undefined || isOver(job.data.state)) return false;
          await job.updateData({ ...job.data, state: { kind: 'failed', problem } });
          return true;
        }),
      patience,
    );
  }

  async setShownAt(id: LoginId, ref: MessageRef): Promise<void> {
    await this.bull.store.produce(async () => {
      const job = await this.job(id);
      await job?.updateProgress(shown(ref));
    });
  }

  private async readLine(server: string): Promise<readonly Login[]> {
    // Waiting first: a login that starts in between is then seen twice, and not missed.
    const waiting = await this.queue(server).getWaiting();
    const active = await this.queue(server).getActive();
    const taken = active.map(loginOf).sort(byTurn);
    const logins = new Map([...taken, ...waiting.map(loginOf)].map(login => [login.id, login]));
    return [...logins.values()].filter(login => !isOver(login.state));
  }

  private async job(id: string): Promise<LoginJob | undefined> {
    return isLoginId(id) ? this.queue(serverOf(id)).getJob(id) : undefined;
  }

  private queue(server: string): StoreQueue<Login, null> {
    const known = this.queues.get(server);
    if (known !== undefined) return known;
    const queue = this.bull.queue<Login, null>(loginQueue(server), MAX_EVENTS);
    this.queues.set(server, queue);
    return queue;
  }
}

/** Of those that were taken up: who is under way before who waits for their turn, and then as they were asked for. */
function byTurn(a: Login, b: Login): number {
  const waits = (login: Login): number => Number(login.state.kind === 'queued');
  return waits(a) - waits(b) || a.requestedAtMs - b.requestedAtMs || (a.id < b.id ? -1 : 1);
}
