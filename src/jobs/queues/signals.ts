import type { QueueEventsListener } from 'bullmq';
import { z } from 'zod';

import { messageOf } from '../../errors';
import type { Log } from '../../log';
import type { Bull, StoreEventsProducer } from '../bull';
import type { Signal } from '../contracts';
import type { Stop } from '../jobs';
import { patiently } from '../patience';
import { loginId } from './task-record';

const SIGNAL_QUEUE = 'signals';
/** Signals that a listener which lost its connection for a moment can still catch up with. */
const MAX_EVENTS = 1_000;

const signalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel'), login: loginId, by: z.string() }),
  z.object({ kind: z.literal('delivered'), login: loginId }),
  z.object({ kind: z.literal('incidents'), server: z.string() }),
  z.object({ kind: z.literal('wanted'), handover: z.string(), key: z.string() }),
  z.object({ kind: z.literal('handed'), handover: z.string(), sealed: z.string() }),
]) satisfies z.ZodType<Signal>;

interface SignalEvents extends QueueEventsListener {
  signal: (event: { readonly signal: string }) => void;
}

/** Words to all workers at once, over the event stream of a queue that has no jobs. */
export class Signals {
  private readonly listeners = new Set<(signal: Signal) => void>();
  private producer: StoreEventsProducer | undefined;
  private listening: Promise<void> | undefined;

  constructor(
    private readonly bull: Bull,
    private readonly log: Log,
  ) {}

  /** Waits out a short outage of the store. */
  async send(signal: Signal): Promise<void> {
    const event = { eventName: 'signal', signal: JSON.stringify(signal) };
    await patiently(() =>
      this.bull.store.produce(async () => {
        // Listeners of this process hear it too, also when they have only just begun to listen.
        await this.listening;
        this.producer ??= this.bull.eventsProducer(SIGNAL_QUEUE, 'produce');
        await this.producer.publishEvent(event, MAX_EVENTS);
      }),
    );
  }

  listen(listener: (signal: Signal) => void): Stop {
    this.listeners.add(listener);
    this.listening ??= this.start();
    return () => {
      this.listeners.delete(listener);
      return Promise.resolve();
    };
  }

  private async start(): Promise<void> {
    try {
      const events = await this.bull.listen<never>(SIGNAL_QUEUE, MAX_EVENTS);
      events.on<SignalEvents, 'signal'>('signal', ({ signal }) => {
        this.receive(signal);
      });
    } catch (error) {
      this.log.error({ reason: messageOf(error) }, 'signals cannot be heard');
    }
  }

  private receive(text: string): void {
    const read = signalSchema.safeParse(parsed(text));
    if (!read.success) {
      // A newer version of the program may say more than this one knows.
      this.log.warn({ problem: z.prettifyError(read.error) }, 'a signal was not understood');
      return;
    }
    for (const listener of this.listeners) listener(read.data);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
