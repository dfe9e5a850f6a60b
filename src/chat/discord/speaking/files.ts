import type { RawFile } from 'discord.js';
import type { AttachedFile, Message } from '../../platform';

/** Discord takes this many characters of what is read where a file cannot be seen. */
const DESCRIPTION_LIMIT = 1024;

const CONTENT_TYPES: Readonly<Record<AttachedFile['kind'], string>> = {
  picture: 'image/png',
  text: 'text/plain; charset=utf-8',
};

/**
 * What a message's body says of its file. An edit that says nothing leaves the file that stands; one that names a
 * new file has it in the old one's place.
 */
export function attachmentsOf({ file }: Message) {
  if (file === undefined) return {};
  const description = file.description.slice(0, DESCRIPTION_LIMIT);
  return { attachments: [{ id: '0', filename: file.name, description }] };
}

/** The file itself, as the request carries it beside the body. */
export function filesOf({ file }: Message): { readonly files?: RawFile[] } {
  if (file === undefined) return {};
  const contentType = CONTENT_TYPES[file.kind];
  return { files: [{ name: file.name, data: Buffer.from(file.bytes), contentType }] };
}
