import { ActionRowBuilder, ButtonBuilder, ButtonStyle } from 'discord.js';
import type { Button } from '../../platform';

const LABEL_LIMIT = 80;
const URL_LIMIT = 512;
const ROW_LIMIT = 5;

/** What a pressed button stands for. */
export interface Press {
  readonly kind: 'action' | 'paste';
  readonly action: string;
}

/** The id a button carries; the version lets old messages' buttons be told apart when the form changes. */
export function customId(press: Press): string {
  return `v1:${press.kind}:${press.action}`;
}

/** What an id stands for; undefined for one that is not ours. */
export function pressOf(id: string): Press | undefined {
  const [, kind, action] = /^v1:(action|paste):(.+)$/.exec(id) ?? [];
  if (action === undefined) return undefined;
  return { kind: kind === 'paste' ? 'paste' : 'action', action };
}

/** Rows of buttons as Discord takes them: at most five rows of five. */
export function rowsOf(rows: readonly (readonly Button[])[]) {
  return rows
    .flatMap(row => chunks(row.filter(button => button.kind !== 'link' || fitsInButton(button.url))))
    .slice(0, ROW_LIMIT)
    .map(row => new ActionRowBuilder<ButtonBuilder>().addComponents(row.map(builderOf)).toJSON());
}

/** Link buttons whose address Discord would refuse; they have to be shown in the text. */
export function linksForText(rows: readonly (readonly Button[])[]) {
  return rows
    .flat()
    .filter(button => button.kind === 'link')
    .filter(button => !fitsInButton(button.url));
}

function builderOf(button: Button): ButtonBuilder {
  const builder = new ButtonBuilder().setLabel(button.label.slice(0, LABEL_LIMIT));
  switch (button.kind) {
    case 'link':
      return builder.setStyle(ButtonStyle.Link).setURL(button.url);
    case 'paste':
      return builder.setStyle(ButtonStyle.Primary).setCustomId(customId(button));
    case 'action':
      return builder.setStyle(styleOf(button.style)).setCustomId(customId(button));
  }
}

function styleOf(
  style: 'primary' | 'danger' | undefined,
): ButtonStyle.Primary | ButtonStyle.Danger | ButtonStyle.Secondary {
  if (style === 'primary') return ButtonStyle.Primary;
  return style === 'danger' ? ButtonStyle.Danger : ButtonStyle.Secondary;
}

/** At most 512 characters, on the web, and a host that Discord does not call malformed (`localhost`). */
function fitsInButton(url: string): boolean {
  if (url.length > URL_LIMIT || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && hostname.includes('.') && !hostname.startsWith('127.');
}

function chunks(row: readonly Button[]): readonly (readonly Button[])[] {
  const out: Button[][] = [];
  for (let at = 0; at < row.length; at += ROW_LIMIT) out.push(row.slice(at, at + ROW_LIMIT));
  return out;
}
