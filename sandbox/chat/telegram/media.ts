import { createHash } from 'node:crypto';
import { type Fields, onlyKnown, optionalObject, string } from './fields';
import { isUpload, type Upload } from './form';
import { mistake } from './refusal';

/** A file below which a message's words stand. */
export interface Media {
  readonly kind: 'photo' | 'document';
  readonly name: string;
  readonly bytes: Buffer;
  /** Telegram may leave the size out. */
  readonly hidesSize?: boolean;
}

const PHOTO_BYTES = 10 * 1024 * 1024;
const DOCUMENT_BYTES = 50 * 1024 * 1024;
const PNG = Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1');

/** The file in a field of `sendPhoto` and `sendDocument`. */
export function mediaIn(fields: Fields, kind: Media['kind']): Media {
  const upload = fields[kind];
  if (!isUpload(upload)) throw mistake(`there is no ${kind} in the request`);
  return checked(upload, kind);
}

/** The file that `media` of `editMessageMedia` names, which lies beside it in the form; and its caption. */
export function mediaNamedIn(fields: Fields): { readonly media: Media; readonly caption: Fields } {
  const { type, media: place, ...caption } = optionalObject(fields, 'media') ?? {};
  if (type !== 'photo' && type !== 'document') throw mistake('media type must be photo or document here');
  onlyKnown(caption, ['caption', 'caption_entities'], 'media');
  const [, part] = /^attach:\/\/(.+)$/.exec(string({ media: place }, 'media')) ?? [];
  const upload = part === undefined ? undefined : fields[part];
  if (!isUpload(upload)) throw mistake('wrong file identifier/HTTP URL specified');
  const others = Object.entries(fields).filter(([name, value]) => isUpload(value) && name !== part);
  if (others.length > 0) throw mistake('a file that nothing names');
  return { media: checked(upload, type), caption };
}

function checked({ name, bytes }: Upload, kind: Media['kind']): Media {
  if (bytes.length === 0) throw mistake('file must be non-empty');
  if (!/^[\w.-]+\.\w+$/.test(name)) throw mistake(`${name} is no good name of a file`);
  if (bytes.length > DOCUMENT_BYTES) throw mistake('Request Entity Too Large');
  if (kind === 'photo') checkPhoto(bytes);
  return { kind, name, bytes };
}

function checkPhoto(bytes: Buffer): void {
  if (bytes.length > PHOTO_BYTES) throw mistake('file is too big');
  if (!bytes.subarray(0, PNG.length).equals(PNG)) throw mistake('IMAGE_PROCESS_FAILED');
  const { width, height } = sizeOf(bytes);
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (width + height > 10_000 || ratio > 20) throw mistake('PHOTO_INVALID_DIMENSIONS');
}

/** A PNG says its size at a fixed place. */
function sizeOf(bytes: Buffer): { readonly width: number; readonly height: number } {
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** The file of a message as updates and answers hold it. */
export function mediaJson(media: Media): Record<string, unknown> {
  const { kind, name, bytes, hidesSize } = media;
  const file = fileJson(media);
  if (kind === 'photo') return { photo: [{ ...file, ...sizeOf(bytes) }] };
  const { file_size: size, ...others } = file;
  return { document: { ...others, file_name: name, ...(hidesSize !== true && { file_size: size }) } };
}

export function fileJson(media: Media): { file_id: string; file_unique_id: string; file_size: number } {
  const id = createHash('sha256').update(media.name).update(media.bytes).digest('base64url');
  return {
    file_id: `BQACAgIAAxkB${id}`,
    file_unique_id: `AgAD${id.slice(0, 11)}`,
    file_size: media.bytes.length,
  };
}
