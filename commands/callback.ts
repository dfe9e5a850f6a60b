import { defineCommand } from '../src/chat/command';
import { serverOf } from '../src/jobs/login';

const timeoutMs = 30_000;

export const command = defineCommand({
  name: 'callback',
  options: [{ name: 'address', required: true, takesRest: true }],
  // Whoever has a login that waits was allowed to start it.
  access: 'anyone',
  run: async ({ incoming, jobs, options, person, words }) => {
    const pasted = options['address'] ?? '';
    try {
      const login = await jobs.run('callback', { person: person.id, pasted }, timeoutMs);
      // A plain message is answered by the status message that changes; a command and a form want an answer.
      if (incoming.event.kind === 'text') return undefined;
      return { text: words.callback.accepted(serverOf(login)) };
    } finally {
      if (/(?:code|state)=|#/.test(pasted)) await incoming.forget();
    }
  },
});
