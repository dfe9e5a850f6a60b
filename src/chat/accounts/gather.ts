import type { Problem } from '../../errors';
import type { AccountsReport } from '../../jobs/account';

/** What is known of the accounts of one server by now. */
export type Section =
  | { readonly kind: 'report'; readonly server: string; readonly report: AccountsReport }
  | { readonly kind: 'failed'; readonly server: string; readonly problem: Problem }
  /** No answer yet; with what its watcher says of it, where that says why. */
  | { readonly kind: 'silent'; readonly server: string; readonly problem?: Problem };

/** One look at what has come in. */
export interface Gathered {
  /** Every server, in the order asked. */
  readonly sections: readonly Section[];
  readonly complete: boolean;
}

export interface Gathering {
  readonly ask: (server: string) => Promise<Section>;
  /** Why a server that has not answered may not, as far as that is known already. */
  readonly whySilent: (server: string) => Promise<Problem | undefined>;
  /** Comes back after some seconds, as long as the quick ones may wait for the slow. */
  readonly patience: () => Promise<unknown>;
}

/**
 * Asks all servers side by side. Looks come when all have answered, or one patience has passed; then with every
 * further patience in which something came in; the last one is complete. What `ask` throws comes through.
 */
export async function* gather(
  servers: readonly string[],
  { ask, patience, whySilent }: Gathering,
): AsyncGenerator<Gathered, undefined> {
  const answered = new Map<string, Section>();
  const all = Promise.all(
    servers.map(async server => {
      answered.set(server, await ask(server));
    }),
  );
  let shown = -1;
  while (!(await Promise.race([all.then(() => true), patience().then(() => false)]))) {
    if (answered.size === shown) continue;
    const silent = servers.filter(server => !answered.has(server));
    const guesses = await Promise.all(silent.map(async server => silence(server, await whySilent(server))));
    shown = answered.size;
    yield { sections: sectionsOf(new Map(guesses.map(each => [each.server, each]))), complete: false };
  }
  yield { sections: sectionsOf(new Map()), complete: true };
  return undefined;

  function sectionsOf(guessed: ReadonlyMap<string, Section>): readonly Section[] {
    return servers.flatMap(server => answered.get(server) ?? guessed.get(server) ?? []);
  }
}

function silence(server: string, problem: Problem | undefined): Section {
  return { kind: 'silent', server, ...(problem !== undefined && { problem }) };
}
