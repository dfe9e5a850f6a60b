import { extname } from 'node:path';
import { type Attachment, ApplicationCommandOptionType, type ChatInputCommandInteraction } from 'discord.js';
import { UserError } from '../../../errors';
import { download, unreadable } from '../../download';
import type { IncomingFile } from '../../platform';

/** Where Discord keeps what people send; a file of a command lies there too, and is removed after some time. */
const HOSTS: readonly string[] = ['cdn.discordapp.com', 'media.discordapp.net'];

/**
 * Attachments as the port has them. They are fetched from Discord alone; `apiUrl` is the API's address where another
 * one is set, whose host may serve them too.
 */
export function filesFrom(
  attachments: Iterable<Attachment>,
  apiUrl: string | undefined,
): readonly IncomingFile[] {
  return [...attachments].map(({ name, title, size, url }) => ({
    name: nameOf(name, title),
    sizeBytes: size,
    read: async mostBytes => {
      if (size > mostBytes) throw new UserError({ code: 'import-too-large', mostBytes });
      if (!isDiscords(url, apiUrl)) throw unreadable('not at Discord');
      return download(url, mostBytes);
    },
  }));
}

/** What was attached to a command, in the order of its options. */
export function attachmentsOf(interaction: ChatInputCommandInteraction): readonly Attachment[] {
  return interaction.options.data
    .filter(option => option.type === ApplicationCommandOptionType.Attachment)
    .flatMap(option => option.attachment ?? []);
}

/** As the person calls it: Discord takes all but plain letters out of names, and keeps the real one apart. */
function nameOf(name: string, title: string | null): string {
  if (title === null) return name;
  return title.endsWith(extname(name)) ? title : title + extname(name);
}

/** Whether an address is Discord's own. It comes from Discord, and nothing is asked that does not. */
export function isDiscords(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, origin } = new URL(address);
  if (apiUrl !== undefined && URL.canParse(apiUrl) && new URL(apiUrl).origin === origin) return true;
  return protocol === 'https:' && HOSTS.includes(host);
}
