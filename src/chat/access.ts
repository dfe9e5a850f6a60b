import type { Person } from './platform';

/** Each right holds the ones before it. */
export const RIGHTS = ['viewer', 'operator', 'admin'] as const;
export type Right = (typeof RIGHTS)[number];

/** One entry of `VIEWERS`, `OPERATORS` or `ADMINS`. Nobody may do anything unless a rule says so. */
export interface AccessRule {
  readonly right: Right;
  /** A person or a group of theirs: `discord:1`, `discord-role:2`, `telegram:3`, `telegram-chat:-4`, `terminal:me`. */
  readonly who: string;
  /** Where it holds; everywhere when left out. */
  readonly server?: string;
}

/** Whether a person may do what needs this right, on that server or, when none is named, on any. */
export function mayDo(rules: readonly AccessRule[], person: Person, need: Right, server?: string): boolean {
  return rules.some(
    rule =>
      (rule.who === person.id || person.groups.includes(rule.who)) &&
      RIGHTS.indexOf(rule.right) >= RIGHTS.indexOf(need) &&
      (server === undefined || rule.server === undefined || rule.server === server),
  );
}

/** Whether a person may do what needs this right on every server there is or will be. */
export function mayDoEverywhere(rules: readonly AccessRule[], person: Person, need: Right): boolean {
  return mayDo(
    rules.filter(rule => rule.server === undefined),
    person,
    need,
  );
}

/** Those of the servers on which a person may do what needs this right, in the order given. */
export function visibleServers(
  rules: readonly AccessRule[],
  person: Person,
  need: Right,
  servers: readonly string[],
): readonly string[] {
  return servers.filter(server => mayDo(rules, person, need, server));
}
