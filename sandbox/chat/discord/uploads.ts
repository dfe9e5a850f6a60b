import { z } from 'zod';
import { partsOf } from '../multipart';
import type { StoredFile } from './world';

/** A file as a request carries it: `files[<index>]`. */
export interface Upload {
  readonly index: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What a request brought: its JSON, the files beside it, and what was wrong with their form. */
export interface Parcel {
  readonly body: unknown;
  readonly files: readonly Upload[];
  readonly problems: readonly string[];
}

/** Discord's limit for a server without boosts, and for private chats. */
const LARGEST = 10 * 1024 * 1024;

/** Reads a request's body: JSON, or a form with `payload_json` and `files[n]`. */
export function unpacked(raw: Buffer, contentType: string | undefined): Parcel {
  if (raw.length === 0) return { body: undefined, files: [], problems: [] };
  if (contentType?.startsWith('multipart/form-data') !== true) {
    const problems = contentType === 'application/json' ? [] : [`content-type: ${String(contentType)}`];
    return { body: JSON.parse(raw.toString('utf8')), files: [], problems };
  }
  const parts = partsOf(raw, contentType);
  const json = parts.find(part => part.name === 'payload_json' && part.fileName === undefined);
  const problems = json === undefined ? ['payload_json: Required'] : [];
  const files: Upload[] = [];
  for (const part of parts) {
    if (part === json) continue;
    const index = /^files\[(\d+)\]$/.exec(part.name)?.[1];
    if (index === undefined || part.fileName === undefined)
      problems.push(`${part.name}: unknown part of the form`);
    else files.push({ index, name: part.fileName, contentType: part.contentType ?? '', bytes: part.bytes });
  }
  return { body: json === undefined ? undefined : JSON.parse(json.bytes.toString('utf8')), files, problems };
}

export function isTooLarge(files: readonly Upload[]): boolean {
  return files.some(({ bytes }) => bytes.length > LARGEST);
}

const listed = z.object({
  attachments: z
    .array(
      z.object({
        id: z.coerce.string(),
        filename: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .nullish(),
});

/** What is wrong with a message's files. `standing` are those it has already. */
export function brokenUploads(
  body: unknown,
  files: readonly Upload[],
  standing: readonly StoredFile[] = [],
): readonly string[] {
  const attachments = listed.safeParse(body ?? {}).data?.attachments;
  const known = new Set([...files.map(({ index }) => index), ...standing.map(({ id }) => id)]);
  const missing = (attachments ?? []).filter(({ id }) => !known.has(id));
  const unlisted = files.filter(({ index }) => attachments?.some(({ id }) => id === index) === false);
  return [
    ...missing.map(({ id }) => `attachments: Attachment data not found: ${id}`),
    ...unlisted.map(({ index }) => `files[${index}]: is not among the attachments`),
    ...files.flatMap(brokenFile),
  ];
}

const PNG = Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1');

function brokenFile({ index, name, contentType, bytes }: Upload): readonly string[] {
  const isPicture = name.endsWith('.png');
  const wanted = isPicture ? /^image\/png$/ : /^text\/plain(; ?charset=utf-8)?$/;
  const isWhatItSays = isPicture
    ? bytes.subarray(0, PNG.length).equals(PNG)
    : Buffer.from(bytes.toString('utf8')).equals(bytes);
  return [
    ...(/^[\w.-]+\.\w+$/.test(name) ? [] : [`files[${index}]: ${name} is no good name of a file`]),
    ...(bytes.length > 0 ? [] : [`files[${index}]: Cannot send an empty file`]),
    ...(wanted.test(contentType) && isWhatItSays ? [] : [`files[${index}]: ${name} is not ${contentType}`]),
  ];
}

/** The files of a message after a request: with `attachments` those it names, without it the old and the new. */
export function filesAfter(
  body: unknown,
  files: readonly Upload[],
  standing: readonly StoredFile[],
  newId: () => string,
): readonly StoredFile[] {
  const attachments = listed.parse(body ?? {}).attachments;
  const kept =
    attachments == null ? standing : standing.filter(one => attachments.some(({ id }) => id === one.id));
  const added = files.map(({ index, name, contentType, bytes }) => {
    const description = attachments?.find(({ id }) => id === index)?.description;
    return { id: newId(), name, contentType, bytes, ...(description !== undefined && { description }) };
  });
  return [...kept, ...added];
}
