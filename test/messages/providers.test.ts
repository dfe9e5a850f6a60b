import { providers } from '../../src/cliproxy/providers';
import { providerNames } from '../../src/jobs/login';
import { exampleFor, titleOf } from '../../src/messages/providers';

describe('what is said of providers', () => {
  it.each(providerNames.filter(name => providers[name].redirect !== undefined))(
    'shows where the browser of %s really ends',
    name => {
      const { port, path } = providers[name].redirect ?? {};

      expect(exampleFor(name)).toContain(`http://localhost:${port}${path}?`);
    },
  );

  it('calls one that it does not know as its files do', () => {
    expect(['codex-device', 'vertex'].map(titleOf)).toEqual(['Codex', 'vertex']);
  });
});
