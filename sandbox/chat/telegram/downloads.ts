import { type Fields, onlyKnown, string } from './fields';
import { type Media, fileJson } from './media';
import { Refusal } from './refusal';

/** Bots fetch no larger files, except from a server of their own. */
const LARGEST = 20 * 1024 * 1024;

/** What people sent, for the bot to fetch; deleting a message leaves its file for a while. */
export interface Downloads {
  keep(media: Media): void;
  /** `getFile`: where a file can be fetched from. Throws Refusal. */
  prepare(fields: Fields): unknown;
  /** The bytes at such a place; undefined when there is nothing (any more). */
  at(path: string): Buffer | undefined;
  /** Takes every file away, as time does. */
  clear(): void;
}

export function createDownloads(): Downloads {
  const files = new Map<string, Media>();
  const paths = new Map<string, Media>();
  return {
    keep: media => {
      files.set(fileJson(media).file_id, media);
    },
    prepare: fields => {
      onlyKnown(fields, ['file_id'], 'getFile');
      const media = files.get(string(fields, 'file_id'));
      if (media === undefined) {
        throw new Refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
      }
      if (media.bytes.length > LARGEST) throw new Refusal(400, 'Bad Request: file is too big');
      const path = `documents/file_${String(paths.size)}${/\.\w+$/.exec(media.name)?.[0] ?? ''}`;
      paths.set(path, media);
      return { ...fileJson(media), file_path: path };
    },
    at: path => paths.get(path)?.bytes,
    clear: () => {
      files.clear();
      paths.clear();
    },
  };
}
