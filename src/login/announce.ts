import { platformOf } from '../chat/platform';
import { recordSaved } from '../cliproxy/our-saves';
import type { Login, LoginState } from '../jobs/login';
import type { Jobs } from '../jobs/jobs';

/** Whether a login can no longer change. */
export function isOver(state: LoginState): boolean {
  return state.kind === 'done' || state.kind === 'failed';
}

/** Records a state and has it told: the status message to the requester, an ending to the origin as well. */
export async function announce(jobs: Jobs, login: Login, state: LoginState): Promise<void> {
  // Before the login is over, so that nobody who watches the files wonders where this one came from.
  if (state.kind === 'done') await recordSaved(jobs, login.server, [state.result.file], Date.now());
  await jobs.setState(login.id, state);
  await tellStatus(jobs, login);
  if (!isOver(state)) return;
  const outcome =
    state.kind === 'done'
      ? ({ ok: true, result: state.result } as const)
      : state.kind === 'failed' && ({ ok: false, problem: state.problem } as const);
  if (login.origin !== undefined && outcome !== false) {
    await jobs.tell(platformOf(login.origin), {
      kind: 'result',
      to: login.origin,
      language: login.requester.language,
      server: login.server,
      provider: login.provider,
      requester: login.requester.name,
      outcome,
    });
  }
  await tellLine(jobs, login.server);
}

/** Has the status message shown as the login is now. */
export function tellStatus(jobs: Jobs, { id, shownAt }: Login): Promise<void> {
  return jobs.tell(platformOf(shownAt.address), { kind: 'status', login: id });
}

/** Those in line have moved up. */
async function tellLine(jobs: Jobs, server: string): Promise<void> {
  for (const login of await jobs.line(server)) {
    if (login.state.kind === 'queued') await tellStatus(jobs, login);
  }
}
