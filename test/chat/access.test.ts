import { mayDo, visibleServers } from '../../src/chat/access';
import type { AccessRule } from '../../src/chat/access';
import type { Person } from '../../src/chat/platform';

const ann: Person = { id: 'discord:1', name: 'Ann', language: 'en', groups: ['discord-role:7'] };
const stranger: Person = { id: 'telegram:1', name: 'Bob', language: 'en', groups: [] };

function rule(right: AccessRule['right'], who: string, server?: string): AccessRule {
  return server === undefined ? { right, who } : { right, who, server };
}

describe('access', () => {
  it('lets nobody do anything unless they are named', () => {
    const rules = [rule('admin', 'discord:1')];

    const allowed = mayDo(rules, stranger, 'viewer', 'ali');

    expect(allowed).toBe(false);
    expect(mayDo([], ann, 'viewer')).toBe(false);
  });

  it.each([
    ['viewer', ['viewer']],
    ['operator', ['viewer', 'operator']],
    ['admin', ['viewer', 'operator', 'admin']],
  ] as const)('gives a %s the rights %j', (right, held) => {
    const rules = [rule(right, 'discord:1')];

    const allowed = (['viewer', 'operator', 'admin'] as const).filter(need => mayDo(rules, ann, need, 'ali'));

    expect(allowed).toEqual(held);
  });

  it('counts the groups of a person', () => {
    const rules = [rule('operator', 'discord-role:7')];

    const allowed = mayDo(rules, ann, 'operator', 'ali');

    expect(allowed).toBe(true);
  });

  it('keeps a right for one server to that server', () => {
    const rules = [rule('operator', 'discord:1', 'ali')];

    const answers = ['ali', 'tokyo'].map(server => mayDo(rules, ann, 'operator', server));

    expect(answers).toEqual([true, false]);
  });

  it('asks for the right on any server where no server is named', () => {
    const rules = [rule('viewer', 'discord:1', 'ali')];

    const answers = [mayDo(rules, ann, 'viewer'), mayDo(rules, ann, 'operator')];

    expect(answers).toEqual([true, false]);
  });

  it('shows the servers on which a person has the right, in their order', () => {
    const rules = [rule('viewer', 'discord:1'), rule('operator', 'discord-role:7', 'tokyo')];

    const servers = ['tokyo', 'ali'];

    expect(visibleServers(rules, ann, 'viewer', servers)).toEqual(['tokyo', 'ali']);
    expect(visibleServers(rules, ann, 'operator', servers)).toEqual(['tokyo']);
    expect(visibleServers(rules, stranger, 'viewer', servers)).toEqual([]);
  });
});
