import type { AccessRule } from '../../src/chat/access';
import type { Command } from '../../src/chat/command';
import type {
  Address,
  IncomingEvent,
  IncomingFile,
  Message,
  Person,
  PlatformName,
} from '../../src/chat/platform';
import type { AlertPlace } from '../../src/config';
import type { Jobs } from '../../src/jobs/jobs';
import { wordsFor } from '../../src/messages/catalogue';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { ada } from '../fakes/login';
import { fakePlatform, incomingFrom, type FakeIncoming, type FakePlatform } from '../fakes/platform';
import { plainText } from '../fakes/plain';

export interface Asking {
  readonly options?: Readonly<Record<string, string>>;
  readonly person?: Person;
  /** A place that others read too; the private chat when left out. */
  readonly place?: Address;
  readonly event?: IncomingEvent;
  readonly files?: readonly IncomingFile[];
  /** What they wrote stays in the chat: only they can delete it. */
  readonly stays?: boolean;
  readonly servers?: readonly string[];
  readonly access?: readonly AccessRule[];
  readonly commands?: readonly Command[];
  readonly alerts?: readonly AlertPlace[];
}

/** One platform and one queue, in front of which commands are run as dispatch would run them. */
export interface Scene {
  readonly platform: FakePlatform;
  readonly jobs: FakeJobs;
  /** What people did, in order, also what came to an error. */
  readonly heard: readonly FakeIncoming[];
  /** Runs it and answers with what it gives back; an error comes through. */
  readonly run: (command: Command, asking?: Asking) => Promise<Asked>;
}

export interface Asked {
  readonly incoming: FakeIncoming;
  readonly reply: Message | undefined;
  /** The words of the reply. */
  readonly text: string | undefined;
}

export function openScene(
  name: PlatformName = 'telegram',
  jobs: FakeJobs = fakeJobs(),
  change: Partial<Jobs> = {},
): Scene {
  const platform = fakePlatform(name);
  const heard: FakeIncoming[] = [];
  return {
    platform,
    jobs,
    heard,
    run: async (command, asking = {}) => {
      const person = asking.person ?? ada;
      const options = asking.options ?? {};
      const event = asking.event ?? { kind: 'command', name: command.name, options, rest: '' };
      const spoken = incomingFrom(platform, person, event, asking.place, asking.files);
      const incoming = { ...spoken, ...(asking.stays === true && { forget: () => Promise.resolve(false) }) };
      heard.push(incoming);
      const reply = await command.run({
        incoming,
        person,
        platform,
        jobs: { ...jobs, ...change },
        words: wordsFor(person.language, name),
        access: asking.access ?? [],
        servers: asking.servers ?? ['ali'],
        options,
        commands: asking.commands ?? [],
        alerts: asking.alerts ?? [],
      });
      return { incoming, reply, text: reply && plainText(reply.text) };
    },
  };
}
