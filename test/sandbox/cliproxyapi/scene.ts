import { visitConsentPage } from '../../../sandbox/browser';
import type { Behaviour } from '../../../sandbox/cliproxyapi/behaviour';
import type { Provider } from '../../../sandbox/provider';
import { startProvider } from '../../../sandbox/provider';
import type { Place, Run } from '../program';
import { linkLine, loginArgs, openPlace } from '../program';

/** A place of its own for each test, and one provider for all of them. */
export interface Scene {
  readonly place: Place;
  readonly providerUrl: string;
  /** Starts a login that knows the provider. */
  readonly login: (behaviour?: Partial<Behaviour>, stdin?: 'open' | 'none') => Run;
  /** Authorizes once the link is there; the address the browser ends on. */
  readonly consent: (run: Run) => Promise<string>;
  /** Authorizes and hands the callback over, as a tunnel does. */
  readonly deliver: (run: Run) => Promise<Response>;
  /** Starts the server and comes back when it says that it did. */
  readonly serve: (behaviour?: Partial<Behaviour>, env?: Readonly<Record<string, string>>) => Promise<Run>;
}

/** Sets the scene for the tests of a describe block. */
export function useScene(): Scene {
  let provider: Provider;
  let place: Place;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.close());
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.clear());

  const consent = async (run: Run): Promise<string> => {
    const [, link = ''] = await run.seen(linkLine);
    return await visitConsentPage(link, { decision: 'authorize', email: 'user@example.com' });
  };
  return {
    get place() {
      return place;
    },
    get providerUrl() {
      return provider.url;
    },
    login: (behaviour = {}, stdin = 'none') =>
      place.run(loginArgs, { providerUrl: provider.url, ...behaviour }, stdin),
    consent,
    deliver: async run => place.get(54545, `/callback${new URL(await consent(run)).search}`),
    serve: async (behaviour = {}, env = {}) => {
      const run = place.run([], behaviour, 'none', env);
      await run.seen(started);
      return run;
    },
  };
}

/** The last line of a start. */
export const started = /core auth auto-refresh started/;
