import { z } from 'zod';
import { type Answer, malformed, refusal } from './answers';
import type { Schemas } from './schemas';
import type { PublishedCommand, PublishedOption, World } from './world';

const commands = z.array(
  z.looseObject({
    name: z.string().regex(/^[-_\p{L}\p{N}]{1,32}$/u),
    description: z.string().min(1),
    options: z
      .array(
        z.looseObject({
          name: z.string().regex(/^[-_\p{L}\p{N}]{1,32}$/u),
          required: z.boolean().optional(),
        }),
      )
      .optional(),
    contexts: z.array(z.number()).nullish(),
  }),
);

/** `GET` and `PUT` of the commands of the application or of a guild. */
export function menu(
  world: World,
  schemas: Schemas,
  method: string,
  guild: string | undefined,
  withLocalizations: boolean,
  body: unknown,
): Answer {
  if (guild !== undefined && guild !== world.guild.id) return refusal(50001);
  const key = guild ?? 'global';
  if (method === 'GET') {
    const present = world.menus.get(key) ?? [];
    return { status: 200, body: withLocalizations ? present : present.map(withoutLocalizations) };
  }
  const problems = [
    ...(Array.isArray(body) ? body.flatMap(schemas.command) : ['body: not a list']),
    ...problemsOf(body),
    ...(guild !== undefined && JSON.stringify(body).includes('"contexts"') ? ['contexts: only global'] : []),
  ];
  if (problems.length > 0) return malformed(problems);
  const menu = commands.parse(body).map(command => stored(world, command, guild));
  world.menus.set(key, menu);
  return { status: 200, body: menu };
}

function problemsOf(body: unknown): readonly string[] {
  const parsed = commands.safeParse(body);
  if (!parsed.success) return parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`);
  return parsed.data.flatMap(({ name, options = [] }) => {
    const order = options.map(option => option.required === true);
    return order.lastIndexOf(true) > order.indexOf(false) && order.includes(false)
      ? [`${name}: Required options must be placed before non-required options`]
      : [];
  });
}

/** As Discord gives it back: with what it adds, and without what is false or empty. */
function stored(world: World, command: PublishedCommand, guild: string | undefined): PublishedCommand {
  const { options, ...rest } = command;
  return {
    id: world.id(),
    application_id: world.applicationId,
    version: world.id(),
    default_member_permissions: null,
    nsfw: false,
    integration_types: [0],
    name_localizations: null,
    ...(guild === undefined ? { dm_permission: true } : { guild_id: guild, contexts: null }),
    ...(options === undefined || options.length === 0 ? {} : { options: options.map(withoutFalse) }),
    ...rest,
  };
}

function withoutFalse(option: PublishedOption): PublishedOption {
  const kept = Object.entries(option).filter(([, value]) => value !== false);
  return { ...Object.fromEntries(kept), name: option.name };
}

function withoutLocalizations(command: PublishedCommand): PublishedCommand {
  return { ...command, description_localizations: undefined };
}
