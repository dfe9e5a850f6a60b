import type { APIInteractionGuildMember, User } from 'discord.js';
import { GuildMember } from 'discord.js';
import type { Language } from '../../../messages/language';
import { languageOf } from '../../../messages/language';
import type { Person } from '../../platform';
import { personId } from '../addresses';

/** How many people's languages are remembered; the one not heard of for longest is forgotten first. */
const REMEMBERED = 10_000;

/** Turns Discord's users into persons, and remembers the language of those whose next message has none. */
export interface People {
  /** `locale` is what an interaction says of their client; plain messages have none. */
  person(
    user: User,
    seen: { readonly locale?: string; readonly member?: GuildMember | APIInteractionGuildMember | null },
  ): Person;
}

export function createPeople(): People {
  const languages = new Map<string, Language>();

  function learn(user: string, locale: string): void {
    languages.delete(user);
    languages.set(user, languageOf(locale));
    const oldest = languages.keys().next();
    if (languages.size > REMEMBERED && oldest.done !== true) languages.delete(oldest.value);
  }

  return {
    person: (user, { locale, member }) => {
      if (locale !== undefined) learn(user.id, locale);
      return {
        id: personId(user.id),
        name: nameOf(user, member ?? undefined),
        language: languages.get(user.id) ?? 'en',
        groups: rolesOf(member ?? undefined).map(role => `discord-role:${role}`),
      };
    },
  };
}

function nameOf(user: User, member: GuildMember | APIInteractionGuildMember | undefined): string {
  return (member instanceof GuildMember ? member.nickname : member?.nick) ?? user.displayName;
}

/** Without the role everybody in a guild has, whose id is the guild's. */
function rolesOf(member: GuildMember | APIInteractionGuildMember | undefined): readonly string[] {
  if (member === undefined) return [];
  if (!(member instanceof GuildMember)) return member.roles;
  return [...member.roles.cache.keys()].filter(role => role !== member.guild.id);
}
