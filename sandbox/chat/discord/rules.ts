import { z } from 'zod';

const button = z.object({
  type: z.literal(2),
  style: z.number(),
  label: z.string().optional(),
  custom_id: z.string().optional(),
  url: z.string().optional(),
});
const content = z.object({
  content: z.string().nullish(),
  flags: z.number().optional(),
  allowed_mentions: z.object({ parse: z.array(z.string()) }).optional(),
  components: z.array(z.object({ type: z.literal(1), components: z.array(button) })).nullish(),
});

/** Flags a bot may set: no embeds, and (in answers) only for the one who asked. */
const SETTABLE = (1 << 2) | (1 << 6);

/**
 * Rules of Discord that its schemas lack, for everything that has a message's content; and one of our own:
 * no message of this bot may mention anybody.
 */
export function brokenRules(body: unknown): readonly string[] {
  const parsed = content.safeParse(body);
  if (!parsed.success) return ['only ordinary content with rows of buttons is expected here'];
  const { content: text, components, flags, allowed_mentions: mentions } = parsed.data;
  const buttons = (components ?? []).flatMap(row => row.components);
  const ids = buttons.flatMap(one => one.custom_id ?? []);
  return [
    ...((text ?? '').length > 2000 ? ['content: Must be 2000 or fewer in length.'] : []),
    ...((components ?? []).length > 5 ? ['components: at most five rows'] : []),
    ...(new Set(ids).size === ids.length ? [] : ['components: Component custom id cannot be duplicated']),
    ...(mentions?.parse.length === 0 ? [] : ['allowed_mentions: has to allow nothing']),
    ...((flags ?? 0) & ~SETTABLE ? [`flags: ${flags ?? 0} cannot be set`] : []),
    ...buttons.flatMap(brokenButton),
  ];
}

function brokenButton(one: z.infer<typeof button>): readonly string[] {
  const isLink = one.style === 5;
  if (isLink !== (one.url !== undefined)) return ['button: only link buttons have an address'];
  if (isLink === (one.custom_id !== undefined)) return ['button: all but link buttons have a custom id'];
  if (one.label === undefined || one.label === '') return ['button: has no label'];
  if (one.url === undefined) return [];
  const host = URL.canParse(one.url) ? new URL(one.url).hostname : '';
  return host.includes('.') && /^https?:/.test(one.url) ? [] : ['button: Not a well formed URL.'];
}
