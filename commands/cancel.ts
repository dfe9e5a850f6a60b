import { mayDo } from '../src/chat/access';
import { defineCommand, type CommandContext } from '../src/chat/command';
import type { Button } from '../src/chat/platform';
import { UserError } from '../src/errors';
import type { Login } from '../src/jobs/login';
import { titleOf } from '../src/messages/providers';

const timeoutMs = 15_000;
/** As many rows as Discord has. */
const mostChoices = 5;

export const command = defineCommand({
  name: 'cancel',
  options: [{ name: 'server' }],
  access: 'anyone',
  run: async context => {
    const { jobs, person, words } = context;
    const found = await wanted(context);
    const [login] = found;
    if (login === undefined) throw new UserError({ code: 'no-login-of-yours' });
    if (found.length > 1) return { text: words.cancel.which(found.map(nameOf)), buttons: choice(found) };
    await jobs.run('cancel', { login: login.id, by: person.name }, timeoutMs);
    // Where the status message stands it says so itself.
    if (context.incoming.event.kind === 'action') return undefined;
    return { text: words.cancel.asked(login.server) };
  },
});

/** The login of a button, or one's own; an administrator who has none ends the one that runs. */
async function wanted({ access, jobs, options, person, servers }: CommandContext): Promise<readonly Login[]> {
  const id = options['login'];
  const asked = options['server'];
  const lines = await Promise.all((asked === undefined ? servers : [asked]).map(server => jobs.line(server)));
  const all = lines.flat();
  if (id !== undefined) {
    const login = all.find(each => each.id === id);
    if (login === undefined) throw new UserError({ code: 'login-is-over' });
    if (login.requester.id === person.id || mayDo(access, person, 'admin', login.server)) return [login];
    throw new UserError({ code: 'not-your-login' });
  }
  const own = all.filter(login => login.requester.id === person.id);
  const running = asked !== undefined && mayDo(access, person, 'admin', asked) ? all.slice(0, 1) : [];
  return own.length > 0 ? own : running;
}

/** A button for each: of several on one server no word tells which is meant. */
function choice(found: readonly Login[]): readonly (readonly Button[])[] {
  return found
    .slice(0, mostChoices)
    .map(login => [{ kind: 'action', label: nameOf(login), action: `cancel:${login.id}`, style: 'danger' }]);
}

function nameOf({ provider, server }: Login): string {
  return provider === 'claude' ? server : `${server} · ${titleOf(provider)}`;
}
